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
        return switch (format == null ? format(files) : format) {
            case CSV -> CsvFiles.open(files, scratch, sensitive);
            case PARQUET -> ParquetFiles.open(files, session, sensitive);
            case JSON_LINES -> JsonLines.open(files, new RowSpool(session, scratch), sensitive, stopCheck);
        };
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
