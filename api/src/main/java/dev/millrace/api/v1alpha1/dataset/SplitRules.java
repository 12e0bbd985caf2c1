package dev.millrace.api.v1alpha1.dataset;

/** CEL rules about a split and the columns together, which are too long to read inside an annotation. */
final class SplitRules {
    private static final String BY_LEFT_OUT = "(!has(self.split) || !has(self.split.by))";
    private static final String BY_TIME = "(has(self.split) && has(self.split.by) && self.split.by == 'time')";
    private static final String TIME_COLUMNS =
            "(has(self.columns) ? self.columns.filter(c, has(c.role) && c.role == 'time').size() : 0)";
    private static final String COLUMN_NAMED = "(has(self.split.columns) && size(self.split.columns) > 0)";

    static final String ONE_TIME = "!" + BY_TIME + " || " + COLUMN_NAMED + " || " + TIME_COLUMNS + " == 1";

    static final String ONE_TIME_MESSAGE =
            "time needs exactly one of columns with the role time, or the column's name in split.columns";

    /** What is left out follows from the role time: not where that leads to several columns, or to others than were named. */
    static final String BY_IS_CLEAR = "!" + BY_LEFT_OUT + " || " + TIME_COLUMNS + " == 0 || (" + TIME_COLUMNS
            + " == 1 && (!has(self.split) || !(has(self.split.columns) || has(self.split.seed) || has(self.split.stratify))))";

    static final String BY_IS_CLEAR_MESSAGE =
            "a column has the role time, so that rows would be split by time: give by: hash, or by: time with one column in"
                    + " split.columns and without seed and stratify";

    static final String CLASSES = "!has(self.split) || !has(self.split.stratify) || !self.split.stratify"
            + " || (has(self.columns) && self.columns.exists(c, has(c.role) && c.role == 'label'))";

    static final String CLASSES_MESSAGE =
            "stratify: true needs a label, whose classes it is about: give one of columns the role label";

    static final String TIMES = "!" + BY_TIME + " || !has(self.split.columns) || !has(self.columns)"
            + " || self.columns.all(c, !(c.name in self.split.columns) || !has(c.type)"
            + " || c.type in ['timestamp', 'integer', 'number'])";

    static final String TIMES_MESSAGE = "by: time takes a column of type timestamp, integer or number";

    static final String NAMES = "!has(self.split) || !has(self.split.by) || self.split.by != 'column'"
            + " || !has(self.split.columns) || self.split.columns.all(n, has(self.columns)"
            + " && self.columns.exists(c, c.name == n && has(c.role) && c.role != 'feature'"
            + " && (!has(c.type) || c.type in ['category', 'text'])))";

    static final String NAMES_MESSAGE =
            "by: column takes a column of type category or text that no model learns from: list it in columns with the role"
                    + " ignore";

    private SplitRules() {}
}
