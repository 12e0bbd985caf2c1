package dev.millrace.data.source;

import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.spool.RowSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens the files of a source by their format. */
public final class SourceReader {
    /** Characters of the longest name: twice what a spec may give. Beyond 1,000 bytes Arrow cannot read it. */
    static final int LONGEST_NAME = 256;

    private final Session session;
    private final SensitiveColumns sensitive;
    private final Path scratch;
    private final Runnable stopCheck;

    /**
     * A reader.
     *
     * @param scratch an existing folder for decompressed files
     * @param sensitive columns, of which no value is quoted
     * @param stopCheck called now and then while files are opened that have to be read for it; what it throws ends the work
     */
    public SourceReader(Session session, Path scratch, SensitiveColumns sensitive, Runnable stopCheck) {
        this.session = session;
        this.sensitive = sensitive;
        this.scratch = scratch;
        this.stopCheck = stopCheck;
    }

    /**
     * Opens files.
     *
     * @param files at least one
     * @param format null: from their names
     * @throws StepException if they cannot be read as that format
     */
    public RowSource open(List<SourceFile> files, @Nullable DataFormat format) throws IOException {
        for (SourceFile file : files) {
            if (file.size() == 0) {
                throw StepException.badInput(file.name() + " is empty: it has no rows.");
            }
        }
        RowSource source =
                switch (format == null ? format(files) : format) {
                    case CSV -> CsvFiles.open(files, scratch, sensitive);
                    case PARQUET -> ParquetFiles.open(files, session, sensitive);
                    case JSON_LINES -> JsonLines.open(files, new RowSpool(session, scratch), sensitive, stopCheck);
                };
        List<RowSource.SourceColumn> columns = source.columns();
        for (int i = 0; i < columns.size(); i++) {
            int length = columns.get(i).name().length();
            if (length > LONGEST_NAME) {
                throw StepException.badInput(files.get(0).name() + ": the name of column " + (i + 1) + " has " + length
                        + " characters, and no more than " + LONGEST_NAME
                        + " name a column: is there a value where the name should be?");
            }
        }
        return source;
    }

    private static DataFormat format(List<SourceFile> files) {
        DataFormat first = format(files.get(0));
        for (SourceFile file : files) {
            if (format(file) != first) {
                throw StepException.badInput("spec.format: " + files.get(0).name() + " and " + file.name()
                        + " have different formats; a version is read from files of one.");
            }
        }
        return first;
    }

    private static DataFormat format(SourceFile file) {
        return DataFormat.ofName(file.name())
                .orElseThrow(() -> StepException.badInput("spec.format: the name " + file.name()
                        + " does not tell its format: set spec.format to csv, parquet or jsonl."));
    }
}
