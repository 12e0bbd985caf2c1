package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource.SourceColumn;
import java.util.List;

/**
 * Makes sure that the files of a source have the same columns.
 *
 * @param first of the files
 * @param expected its columns
 * @param sensitive if there are such columns, no name is quoted: of a file without a header these are values
 */
public record SameColumns(SourceFile first, List<SourceColumn> expected, SensitiveColumns sensitive) {
    /**
     * Holds another file's columns against those of the first.
     *
     * @throws StepException if they are others, or some are of other types
     */
    public void require(SourceFile file, List<SourceColumn> found) {
        for (int i = 0; i < Math.max(expected.size(), found.size()); i++) {
            String want = i < expected.size() ? "\"" + expected.get(i).name() + "\"" : "nothing";
            String have = i < found.size() ? "\"" + found.get(i).name() + "\"" : "nothing";
            if (!want.equals(have)) {
                throw StepException.badInput(file.name() + " has other columns than " + first.name() + ": column "
                        + (i + 1) + (sensitive.any() ? " has another name" : " is " + have + " instead of " + want)
                        + ". All files of a source need the same columns in the same order.");
            }
            if (expected.get(i).type() != found.get(i).type()) {
                throw StepException.badInput(
                        file.name() + ": column " + want + " has another type than in " + first.name() + ".");
            }
        }
    }
}
