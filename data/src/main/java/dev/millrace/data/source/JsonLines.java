package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Session;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.spool.RowSpool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON Lines: UTF-8, an object a line, its fields the row's values. Each file is parsed once, checked in full and kept as columns of texts in
 * the scratch folder; their types are then found as those of CSV are.
 *
 * @param files with the number of their rows, in order
 */
record JsonLines(List<FileRows> files, List<SourceColumn> columns, RowSpool spool) implements RowSource {
    /** How often the stop check is asked, in lines. */
    private static final int LINES_BETWEEN_CHECKS = 1 << 12;

    /** A file's name and the number of its rows, which is that of its lines. */
    record FileRows(String name, long rows) {}

    /**
     * Reads files.
     *
     * @param spool for their rows
     * @param sensitive if there are such columns, what the parser says is not repeated: it quotes what it reads
     * @param stopCheck called every few thousand lines
     * @throws StepException if a line is no object of plain values, with file, line and column
     */
    static JsonLines open(List<SourceFile> files, RowSpool spool, SensitiveColumns sensitive, Runnable stopCheck)
            throws IOException {
        JsonRows rows = new JsonRows(spool, sensitive);
        List<FileRows> counts = new ArrayList<>();
        for (SourceFile file : files) {
            try (LineReader lines =
                    new LineReader(file, Compression.of(file.path()).open(file))) {
                while (lines.next()) {
                    if (lines.line() == 1 && lines.startsWith(0xef, 0xbb, 0xbf)) {
                        throw StepException.badInput(lines.place(lines.from())
                                + ": a byte order mark, which JSON must not have: save the file as UTF-8 without one.");
                    }
                    rows.add(lines);
                    if (lines.line() % LINES_BETWEEN_CHECKS == 0) {
                        stopCheck.run();
                    }
                }
                counts.add(new FileRows(file.name(), lines.line()));
            }
        }
        List<String> names = rows.finish();
        if (names.isEmpty()) {
            throw StepException.badInput(files.get(0).name() + " has no rows with fields.");
        }
        return new JsonLines(
                List.copyOf(counts),
                names.stream().map(name -> new SourceColumn(name, null)).toList(),
                spool);
    }

    @Override
    public String table() {
        return spool.table();
    }

    @Override
    public String place(long row, Session session) {
        long before = 0;
        for (FileRows file : files) {
            if (row < before + file.rows()) {
                return "line " + (row - before + 1) + " of " + file.name();
            }
            before += file.rows();
        }
        throw new IllegalArgumentException("there is no row " + row);
    }

    /** The files were checked in full: what fails now are the rows in the scratch folder. */
    @Override
    public StepException problem(QueryException failure) {
        throw failure;
    }
}
