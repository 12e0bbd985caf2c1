package dev.millrace.data.source;

import dev.millrace.data.rows.Values;
import dev.millrace.data.spool.TextBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The values of one field of JSON objects, as texts: a number's are its digits as they stand in the file. */
final class JsonField {
    private static final int LONGEST_NAME = 60;

    private final String name;
    private final TextBuffer values = new TextBuffer();
    private @Nullable Kind kind;
    private String kindPlace = "";

    JsonField(String name) {
        this.name = name;
    }

    /** What a value is in JSON. */
    enum Kind {
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("true or false");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    String name() {
        return name;
    }

    /** Whether a row has the field already. */
    boolean hasRow(int row) {
        return values.rows() > row;
    }

    /**
     * Adds a row's value.
     *
     * @return why it cannot be; null: it was added
     */
    @Nullable
    String add(int row, Kind ofValue, String text, LineReader line) {
        if (kind == null) {
            kind = ofValue;
            kindPlace = line.fileAndLine();
        } else if (kind != ofValue) {
            return "the field " + quoted(name) + " is " + ofValue.words + ", but " + kind.words + " in " + kindPlace
                    + ": write all its values alike, and null where there is none.";
        }
        if (ofValue == Kind.STRING && !isText(text)) {
            return "the field " + quoted(name)
                    + " has half of a surrogate pair (\\ud800 to \\udfff), which is no character.";
        }
        values.add(row, text.getBytes(StandardCharsets.UTF_8));
        return null;
    }

    void addNull(int row) {
        values.addNull(row);
    }

    Values values(int rows) {
        return values.values(rows);
    }

    void clear() {
        values.clear();
    }

    /** Whether a text has a form in UTF-8. */
    static boolean isText(String text) {
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (Character.isHighSurrogate(c)
                    && at + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(at + 1))) {
                at++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    /** A field's name in a sentence. */
    static String quoted(String name) {
        return "\"" + (name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "…" : name) + "\"";
    }
}
