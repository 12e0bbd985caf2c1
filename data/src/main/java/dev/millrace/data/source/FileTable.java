package dev.millrace.data.source;

import dev.millrace.data.engine.Session;
import java.util.List;

/** Files that DuckDB reads itself. */
sealed interface FileTable extends RowSource permits CsvFiles, ParquetFiles {
    /** The files, in the order of their rows. */
    List<SourceFile> files();

    /** The table of some of the files, for a FROM clause. */
    String table(List<SourceFile> files);

    @Override
    default String table() {
        return table(files());
    }

    @Override
    default String place(long row, Session session) {
        long before = 0;
        for (SourceFile file : files()) {
            if (files().size() == 1) {
                break;
            }
            long rows = session.number("SELECT count(*) FROM " + table(List.of(file)));
            if (row < before + rows) {
                return "row " + (row - before + 1) + " of " + file.name();
            }
            before += rows;
        }
        return "row " + (row - before + 1) + " of "
                + files().get(files().size() - 1).name();
    }
}
