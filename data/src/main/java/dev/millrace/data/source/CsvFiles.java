package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.engine.QueryException;
import dev.millrace.data.engine.Sql;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * CSV by RFC 4180: UTF-8, commas, double quotes, a header in each file. An empty field is null, quoted or not. Nothing is sniffed: every
 * field is read as text.
 */
record CsvFiles(List<SourceFile> files, List<SourceColumn> columns, SensitiveColumns sensitive) implements FileTable {
    private static final Pattern LINE = Pattern.compile("CSV Error on Line: (\\d+)");
    private static final Pattern COLUMNS = Pattern.compile("Expected Number of Columns: (\\d+) Found: (\\d+)");
    private static final Pattern FILE = Pattern.compile("(?m)^\\s*file = (.*)$");

    /**
     * Opens files that have the same columns.
     *
     * @param scratch where compressed files are written out
     * @throws StepException if a file cannot be read, or has other columns than the first
     */
    static CsvFiles open(List<SourceFile> files, Path scratch, SensitiveColumns sensitive) throws IOException {
        List<SourceFile> plain = new ArrayList<>();
        for (SourceFile file : files) {
            plain.add(Compression.of(file.path()).plain(file, scratch));
        }
        List<SourceColumn> columns = columns(plain.get(0), sensitive);
        SameColumns same = new SameColumns(plain.get(0), columns, sensitive);
        for (SourceFile file : plain.subList(1, plain.size())) {
            same.require(file, columns(file, sensitive));
        }
        return new CsvFiles(List.copyOf(plain), columns, sensitive);
    }

    private static List<SourceColumn> columns(SourceFile file, SensitiveColumns sensitive) throws IOException {
        return CsvHeader.read(file, sensitive).stream()
                .map(name -> new SourceColumn(name, null))
                .toList();
    }

    @Override
    public String table(List<SourceFile> some) {
        return columns.stream()
                .map(column -> Sql.text(column.name()) + ": 'VARCHAR'")
                .collect(Collectors.joining(
                        ", ",
                        "read_csv("
                                + Sql.files(some.stream().map(SourceFile::path).toList()) + ", columns = {",
                        "}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '',"
                                + " strict_mode = true, hive_partitioning = false)"));
    }

    @Override
    public StepException problem(QueryException failure) {
        String words = failure.words();
        Matcher file = FILE.matcher(words);
        String name = file.find() ? name(file.group(1).strip()) : files.get(0).name();
        Matcher line = LINE.matcher(words);
        String where = line.find() ? name + ", line " + line.group(1) : name;
        Matcher counts = COLUMNS.matcher(words);
        if (counts.find()) {
            return StepException.badInput(where + ": the row has " + counts.group(2) + " fields, but the header has "
                    + counts.group(1) + ".");
        }
        if (words.contains("unterminated quote")) {
            return StepException.badInput(where
                    + ": a quoted field is not closed, or text follows its closing quote (quotes within are doubled).");
        }
        if (words.contains("Invalid unicode")) {
            return notUtf8(name, where);
        }
        if (words.contains("Maximum line size")) {
            return StepException.badInput(where + ": a row of more than two million bytes; is a quote not closed?");
        }
        String firstLine = words.lines().findFirst().orElse(words);
        return StepException.badInput(where + " cannot be read as CSV: " + sensitive.words(firstLine));
    }

    /** Finds the place, which DuckDB does not tell: the file's first byte that is of no character. */
    private StepException notUtf8(String name, String where) {
        for (SourceFile file : files) {
            if (file.name().equals(name)) {
                try (LineReader lines = new LineReader(file, Files.newInputStream(file.path()))) {
                    while (lines.next()) {
                        // Each line is checked.
                    }
                } catch (StepException e) {
                    return e;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
        return StepException.badInput(where + ": not UTF-8 text: save the file as UTF-8.");
    }

    private String name(String path) {
        return files.stream()
                .filter(file -> file.path().toString().equals(path))
                .map(SourceFile::name)
                .findFirst()
                .orElse(path);
    }
}
