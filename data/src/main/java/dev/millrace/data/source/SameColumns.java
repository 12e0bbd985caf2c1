package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.util.List;

/**
 * Makes sure that the files of a source have the same columns.
 *
 * @param first of the files
 * @param expected its columns
 * @param sensitive if there are such columns, no name is quoted: of a file without a header these are values
 */
record SameColumns(SourceFile first, List<String> expected, SensitiveColumns sensitive) {
    /** @throws StepException if another file has other columns */
    void require(SourceFile file, List<String> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String want = i < expected.size() ? "\"" + expected.get(i) + "\"" : "nothing";
            String have = i < found.size() ? "\"" + found.get(i) + "\"" : "nothing";
            if (!want.equals(have)) {
                throw StepException.badInput(file.name() + " has other columns than " + first.name() + ": column "
                        + (i + 1) + (sensitive.any() ? " has another name" : " is " + have + " instead of " + want)
                        + ". All files of a source need the same columns in the same order.");
            }
        }
    }
}
