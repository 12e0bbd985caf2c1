package dev.millrace.contract.report;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names in a message about one that is not there. */
public final class Names {
    private static final int FEW = 5;

    private Names() {}

    /** The first of them, and whether there are more. */
    public static String few(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(FEW, names.size()))) + (names.size() > FEW ? ", …" : "");
    }

    /** The end of a sentence that says that there is no such name: the one that was meant, or which there are. */
    public static String insteadOf(String written, List<String> known) {
        return nearest(written, known)
                .map("; did you mean \"%s\"?"::formatted)
                .orElseGet(() -> "; it has " + few(known) + ".");
    }

    /** The first name with the fewest typing errors; empty: all are quite different. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        String nearest = null;
        int fewest = Math.max(2, written.length() / 3) + 1;
        for (String candidate : known) {
            int errors = distance(written.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (errors < fewest) {
                fewest = errors;
                nearest = candidate;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Levenshtein's distance: characters to insert, delete or replace. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
