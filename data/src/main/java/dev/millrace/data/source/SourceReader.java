package dev.millrace.data.source;

import dev.millrace.contract.plan.DataFormat;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Opens the files of a source by their format. */
public final class SourceReader {
    private final Session session;
    private final Path scratch;

    /**
     * A reader.
     *
     * @param scratch an existing folder for decompressed files
     */
    public SourceReader(Session session, Path scratch) {
        this.session = session;
        this.scratch = scratch;
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
                throw StepException.badInput(file.name() + " is empty: it needs a header line and rows.");
            }
        }
        return switch (format == null ? format(files) : format) {
            case CSV -> CsvFiles.open(files, scratch);
            case PARQUET -> ParquetFiles.open(files, session);
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
        String name = file.name().toLowerCase(Locale.ROOT).replaceFirst("\\.(gz|zst)$", "");
        if (name.endsWith(".csv")) {
            return DataFormat.CSV;
        }
        if (name.endsWith(".parquet")) {
            return DataFormat.PARQUET;
        }
        throw StepException.badInput("spec.format: the name " + file.name()
                + " does not tell its format: set spec.format to csv or parquet.");
    }
}
