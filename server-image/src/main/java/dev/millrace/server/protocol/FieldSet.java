package dev.millrace.server.protocol;

/** The fields that a JSON object was seen to have: each may come once. */
final class FieldSet {
    static final int ID = 1;
    static final int PARAMETERS = 1 << 1;
    static final int INPUTS = 1 << 2;
    static final int OUTPUTS = 1 << 3;
    static final int NAME = 1 << 4;
    static final int DATATYPE = 1 << 5;
    static final int SHAPE = 1 << 6;
    static final int DATA = 1 << 7;

    private int seen;

    void clear() {
        seen = 0;
    }

    boolean has(int field) {
        return (seen & field) != 0;
    }

    void add(int field, String name) {
        if (has(field)) {
            throw new RefusedException(Refusal.MALFORMED_JSON, "'%s' is there twice".formatted(name));
        }
        seen |= field;
    }
}
