package dev.millrace.data.query;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The field of a spec that holds SQL, which the problems with it name.
 *
 * @param path such as {@code spec.query}
 */
record SqlField(String path) {
    private static final Pattern KIND = Pattern.compile("^[A-Z][A-Za-z ]*(Error|Exception): ");
    /** Advice that nobody can follow here: settings are locked. */
    private static final Pattern SETTING = Pattern.compile("Use \"SET [^\\n]*");

    private static final Pattern PLACE = Pattern.compile("(?s)\\n+(LINE (\\d+): )([^\\n]*)\\n( *)\\^.*");

    StepException problem(String what) {
        return StepException.badInput(path + " " + what);
    }

    /** A problem at a character of the text, from 0; negative: somewhere. */
    StepException problem(String text, int position, String what) {
        if (position < 0 || position > text.length()) {
            return StepException.badInput(path + ": " + what + ".");
        }
        String before = text.substring(0, position);
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return StepException.badInput(path + place(line, position - before.lastIndexOf('\n')) + ": " + what + ".");
    }

    /** What DuckDB says of a statement, with the line and the column that it points at. */
    StepException problem(QueryException failure) {
        return problem(failure, 0, new SensitiveColumns(Set.of()));
    }

    /**
     * The same of a statement that begins behind some lines of ours, and reads rows: what DuckDB says may quote them.
     *
     * @param linesBefore how many
     * @param sensitive of which no value is told
     */
    StepException problem(QueryException failure, int linesBefore, SensitiveColumns sensitive) {
        String words = failure.words();
        Matcher place = PLACE.matcher(words);
        String where = "";
        if (place.find()) {
            // Of a long line it shows a part, between dots.
            boolean whole = !place.group(3).startsWith("...");
            int column = place.group(4).length() - place.group(1).length() + 1;
            int line = Integer.parseInt(place.group(2)) - linesBefore;
            where = whole ? place(line, column) : ", line " + line;
            words = words.substring(0, place.start());
        }
        if (sensitive.any()) {
            return StepException.badInput(path + where + ": " + failure.kind() + ": " + sensitive.words(words) + ".");
        }
        String sentence = SETTING.matcher(KIND.matcher(words.strip()).replaceFirst(""))
                .replaceAll("")
                .strip()
                .replaceAll("\\s*\\n\\s*", " ");
        return StepException.badInput(path + where + ": " + sentence + (sentence.matches(".*[.!?]$") ? "" : "."));
    }

    private static String place(int line, int column) {
        return ", line " + line + ", column " + column;
    }
}
