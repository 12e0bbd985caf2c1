package dev.millrace.api.v1alpha1;

/** The forms and bounds of texts and lists in the schemas. Every text and list in a spec has one: the cost of CEL rules follows from them. */
public final class Limits {
    /** Names of our own objects: names and labels of what is made for them must fit into Kubernetes' 63 characters. */
    public static final int NAME = 40;
    /** A Pipeline's name: its runs are called {@code NAME-NUMBER-train}. */
    public static final int PIPELINE_NAME = 28;
    /** Names of other objects. */
    public static final int OBJECT_NAME = 253;
    /** Names of columns. */
    public static final int COLUMN_NAME = 128;
    /** Names of tests and gates. */
    public static final int RULE_NAME = 63;
    /** Texts such as a class or an allowed value. */
    public static final int VALUE = 128;

    public static final int PATH = 512;
    /** URLs, of which signed ones are long. */
    public static final int URL = 2048;
    /** Regular expressions of data tests. */
    public static final int PATTERN = 256;
    /** Queries over rows. */
    public static final int SQL = 16_384;
    /** SQL of data tests. */
    public static final int TEST_SQL = 2_048;
    /** {@code sha256:} and 64 digits. */
    public static final int DIGEST = 71;

    /** Durations such as {@code 1h30m}. */
    public static final int DURATION = 24;

    public static final int COLUMNS = 1000;
    public static final int TESTS = 100;
    public static final int ALLOWED = 100;
    public static final int GATES = 32;
    public static final int LAYERS = 64;
    public static final int FEATURE_RULES = 64;
    public static final int SPLIT_COLUMNS = 16;

    public static final String NAME_PATTERN = "^[a-z]([-a-z0-9]*[a-z0-9])?$";
    public static final String OBJECT_NAME_PATTERN = "^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$";
    public static final String DIGEST_PATTERN = "^sha256:[0-9a-f]{64}$";
    /** Go's durations in hours, minutes and seconds. */
    public static final String DURATION_PATTERN = "^([0-9]{1,6}h)?([0-9]{1,6}m)?([0-9]{1,6}s)?$";
    /** Kubernetes' quantities, without signs. */
    public static final String QUANTITY_PATTERN =
            "^([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$";

    /** CEL at an object's root: the name that all kinds must have. */
    public static final String NAME_RULE =
            "size(self.metadata.name) <= 40 && self.metadata.name.matches('" + NAME_PATTERN + "')";

    public static final String NAME_MESSAGE = "a name has at most 40 characters: lower-case letters, digits and '-',"
            + " first a letter, last a letter or digit, so that names and labels of what is made for it fit";

    /** The same for pipelines, whose children's names are longer. */
    public static final String PIPELINE_NAME_RULE =
            "size(self.metadata.name) <= 28 && self.metadata.name.matches('" + NAME_PATTERN + "')";

    public static final String PIPELINE_NAME_MESSAGE =
            "a Pipeline's name has at most 28 characters: lower-case letters,"
                    + " digits and '-', first a letter, last a letter or digit, so that its runs can be called NAME-NUMBER-train";

    private Limits() {}
}
