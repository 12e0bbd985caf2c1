package dev.millrace.data.suggestion;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.dataset.Profile;
import dev.millrace.contract.dataset.Profile.ColumnProfile;
import dev.millrace.contract.dataset.Profile.Moments;
import dev.millrace.contract.dataset.Profile.Statistics;
import dev.millrace.contract.dataset.Profile.ValueCount;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes the {@code columns} and {@code tests} of a spec as a person may begin with: what the rows of a version are like, with some room, and beside each
 * guess what it is taken from. The version itself passes all of the tests. Of sensitive columns no value is written.
 */
public final class Suggestion {
    /** What a schema takes. */
    private static final int MOST_TESTS = 100;

    private static final int LONGEST_TEST_NAME = 63;
    private static final int LONGEST_VALUE = 128;

    /** So many values may be listed: more are a vocabulary that grows. */
    private static final int MOST_ALLOWED = 20;

    /** A column is no key by chance. */
    private static final int FEWEST_KEYS = 20;

    /** How far beyond the range a value may be, in ranges. */
    private static final double ROOM = 0.1;

    /** Rows that may be missing. */
    private static final double FEWER_ROWS = 0.8;

    private final Set<String> names = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    private Suggestion() {}

    /** The text, in YAML. */
    public static String of(DatasetView view, Profile profile) {
        return new Suggestion().text(view, profile);
    }

    private String text(DatasetView view, Profile profile) {
        long rows = profile.columns().get(0).all().rows();
        lines.add("# Guessed from the " + rows + " rows of the data version " + view.dataset() + ": edit before use.");
        lines.add("columns:");
        profile.columns().forEach(column -> lines.add(column(column).toString()));
        lines.add("tests:");
        long fewest = Math.max(1, rounded(rows * FEWER_ROWS, RoundingMode.FLOOR).longValue());
        lines.add(test("enough").value("minRows", fewest).because(rows + " now").toString());
        for (ColumnProfile column : profile.columns()) {
            if (column.role() == ColumnRole.IGNORE) {
                continue;
            }
            if (names.size() == MOST_TESTS) {
                lines.add("# A version has at most " + MOST_TESTS + " tests: further columns have none here.");
                break;
            }
            lines.add(test(column).toString());
        }
        return String.join("\n", lines) + "\n";
    }

    private static Flow column(ColumnProfile column) {
        Flow line = new Flow().text("name", column.name()).text("type", wire(column.type()));
        boolean free = column.role() == ColumnRole.FEATURE;
        if (free && isKey(column)) {
            line.text("role", wire(ColumnRole.KEY)).because("a key? Each value is there once");
        } else if (free && column.type() == ColumnType.TIMESTAMP) {
            line.text("role", wire(ColumnRole.TIME)).because("the time of a row? Else a feature");
        } else if (free && column.type() == ColumnType.TEXT) {
            line.text("role", wire(ColumnRole.IGNORE)).because("no model takes free text");
        } else if (!free) {
            line.text("role", wire(column.role()));
        }
        if (column.hidesValues()) {
            line.value("sensitive", true);
        }
        return line;
    }

    private static boolean isKey(ColumnProfile column) {
        Statistics all = column.all();
        boolean nameable =
                switch (column.type()) {
                    case INTEGER, TEXT, CATEGORY -> true;
                    case NUMBER, BOOLEAN, TIMESTAMP -> false;
                };
        return nameable && all.rows() >= FEWEST_KEYS && all.nulls() == 0 && all.distinct() == all.rows();
    }

    private Flow test(ColumnProfile column) {
        Flow line = test(column.name()).text("column", column.name());
        Statistics all = column.all();
        if (all.nulls() == 0) {
            line.value("nullable", false).because("none is missing");
        } else {
            double fraction = (double) all.nulls() / all.rows();
            double most = Math.min(1, Math.ceil(100 * fraction * (1 + ROOM) + 1) / 100);
            line.value("maxNullFraction", most).because(all.nulls() + " of " + all.rows() + " are missing");
        }
        boolean key = column.role() == ColumnRole.KEY || (column.role() == ColumnRole.FEATURE && isKey(column));
        if (key && all.distinct() == all.rows() - all.nulls()) {
            line.value("unique", true).because("each value is there once");
        }
        Moments moments = all.moments();
        if (moments != null && column.type().isNumeric() && !key) {
            range(line, moments);
        }
        List<String> values = all.vocabulary().stream().map(ValueCount::value).toList();
        if (isListable(column, values)) {
            line.texts("allowed", values.stream().sorted().toList()).because(values.size() + " different values");
        }
        return line;
    }

    /** The range with some room, in two digits of its width; on the side of zero on which the values are. */
    private static void range(Flow line, Moments moments) {
        double room = ROOM * (moments.max() - moments.min());
        if (!Double.isFinite(room)) {
            return;
        }
        int scale = room == 0 ? 2 : 1 - (int) Math.floor(Math.log10(room));
        BigDecimal min = new BigDecimal(moments.min() - room).setScale(scale, RoundingMode.FLOOR);
        BigDecimal max = new BigDecimal(moments.max() + room).setScale(scale, RoundingMode.CEILING);
        if (moments.min() >= 0) {
            min = min.max(BigDecimal.ZERO);
        }
        if (moments.max() <= 0) {
            max = max.min(BigDecimal.ZERO);
        }
        line.value("min", plain(min))
                .value("max", plain(max))
                .because(plain(new BigDecimal(Double.toString(moments.min()))) + " to "
                        + plain(new BigDecimal(Double.toString(moments.max()))));
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static boolean isListable(ColumnProfile column, List<String> values) {
        return column.type() == ColumnType.CATEGORY
                && !values.isEmpty()
                && values.size() <= MOST_ALLOWED
                && values.size() == column.all().distinct()
                && values.size() * 2L <= column.all().rows()
                && values.stream().allMatch(value -> value.length() <= LONGEST_VALUE);
    }

    private static BigDecimal rounded(double number, RoundingMode mode) {
        return new BigDecimal(number).round(new MathContext(2, mode));
    }

    /** An entry with a name of its own, made of a column's as the schema takes it. */
    private Flow test(String column) {
        String base = column.replaceAll("[^A-Za-z0-9]+", "-")
                .replaceAll("^-+|-+$", "")
                .toLowerCase(Locale.ROOT);
        base = base.isEmpty() ? "column" : base.substring(0, Math.min(LONGEST_TEST_NAME - 4, base.length()));
        base = base.replaceAll("-+$", "");
        String name = base;
        for (int number = 2; !names.add(name); number++) {
            name = base + "-" + number;
        }
        return new Flow().text("name", name);
    }

    private static String wire(Enum<?> constant) {
        return Json.tree(Json.bytes(constant)).asText();
    }
}
