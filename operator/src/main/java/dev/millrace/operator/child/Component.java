package dev.millrace.operator.child;

/** What a child is a part of; the informers of a controller select by it. */
public enum Component {
    INGEST("millrace-ingest"),
    TRAINING("millrace-training"),
    SERVER("millrace-server"),
    PIPELINE("millrace-pipeline"),
    COLLECTION("millrace-collection");

    private final String wireName;

    Component(String wireName) {
        this.wireName = wireName;
    }

    /** The value of the label {@code app.kubernetes.io/name}. */
    public String wireName() {
        return wireName;
    }

    /** Selects this component's children, and nobody else's. */
    public String selector() {
        return Labels.MANAGED_BY + "=" + Labels.MILLRACE + "," + Labels.NAME + "=" + wireName;
    }
}
