package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import java.util.List;

/** All files of a source must have the same columns in the same order. */
final class SameColumns {
    private SameColumns() {}

    static void require(SourceFile first, List<String> expected, SourceFile file, List<String> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String want = i < expected.size() ? "\"" + expected.get(i) + "\"" : "nothing";
            String have = i < found.size() ? "\"" + found.get(i) + "\"" : "nothing";
            if (!want.equals(have)) {
                throw StepException.badInput(file.name() + " has other columns than " + first.name() + ": column "
                        + (i + 1) + " is " + have + " instead of " + want
                        + ". All files of a source need the same columns in the same order.");
            }
        }
    }
}
