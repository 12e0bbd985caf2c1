package dev.millrace.data.source;

import dev.millrace.contract.report.StepException;
import dev.millrace.data.sensitive.SensitiveColumns;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The first record of a CSV file: its columns' names. */
final class CsvHeader {
    private static final int LONGEST = 1 << 20;

    private CsvHeader() {}

    /**
     * The names of a file's columns.
     *
     * @param sensitive if there are such columns, no name is quoted: of a file without a header these are values
     * @throws StepException if the file is empty, is not UTF-8 text, or the names do not name the columns
     */
    static List<String> read(SourceFile file, SensitiveColumns sensitive) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
            List<String> names = record(in, file);
            check(names, file, sensitive);
            return names;
        }
    }

    private static List<String> record(InputStream in, SourceFile file) throws IOException {
        List<String> fields = new ArrayList<>();
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        boolean quoted = false;
        int size = 0;
        int c = skipByteOrderMark(in, file);
        if (c < 0) {
            throw StepException.badInput(file.name() + " is empty: it needs a header line and rows.");
        }
        while (c >= 0 && (quoted || (c != '\n' && c != '\r'))) {
            if (++size > LONGEST) {
                throw StepException.badInput(
                        file.name() + " does not start with a header line: no line ends within the first megabyte.");
            }
            int next = in.read();
            if (c == '"') {
                if (quoted && next == '"') {
                    field.write('"');
                    next = in.read();
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(text(field, file));
                field.reset();
            } else {
                field.write(c);
            }
            c = next;
        }
        if (quoted) {
            throw StepException.badInput(file.name() + ": the header has a quote that is not closed.");
        }
        fields.add(text(field, file));
        return fields;
    }

    /** The first byte after the mark, or -1. */
    private static int skipByteOrderMark(InputStream in, SourceFile file) throws IOException {
        in.mark(4);
        byte[] start = in.readNBytes(3);
        if (start.length >= 2 && (start[0] & 0xff) + (start[1] & 0xff) == 0xff + 0xfe && (start[0] & 0xff) >= 0xfe) {
            throw StepException.badInput(file.name() + " is encoded as UTF-16: save it as UTF-8.");
        }
        boolean marked = start.length == 3
                && (start[0] & 0xff) == 0xef
                && (start[1] & 0xff) == 0xbb
                && (start[2] & 0xff) == 0xbf;
        if (!marked) {
            in.reset();
        }
        return in.read();
    }

    private static String text(ByteArrayOutputStream field, SourceFile file) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(field.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw StepException.badInput(
                    file.name() + ": the header (line 1) is not UTF-8 text: save the file as UTF-8.");
        }
    }

    private static void check(List<String> names, SourceFile file, SensitiveColumns sensitive) {
        if (names.size() == 1 && (names.get(0).contains(";") || names.get(0).contains("\t"))) {
            throw StepException.badInput(file.name() + " has only one column"
                    + (sensitive.any() ? "" : ", \"" + names.get(0) + "\"") + ": fields must be separated by commas.");
        }
        List<String> problems = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.isBlank()) {
                problems.add(file.name() + ": column " + (i + 1) + " has no name in the header.");
                continue;
            }
            if (name.codePoints().anyMatch(Character::isISOControl)) {
                problems.add(file.name() + ": the name of column " + (i + 1)
                        + " has control characters; is this a CSV file?");
                continue;
            }
            Integer other = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), i);
            if (other != null) {
                String twin = names.get(other);
                String both = file.name() + ": columns " + (other + 1) + " and " + (i + 1);
                if (sensitive.any()) {
                    problems.add(both + " have the same name, or names that differ only in upper and lower case.");
                } else if (twin.equals(name)) {
                    problems.add(both + " are both named \"" + name + "\".");
                } else {
                    problems.add(both + " differ only in upper and lower case (\"" + twin + "\", \"" + name + "\").");
                }
            }
        }
        if (!problems.isEmpty()) {
            throw StepException.badInput(problems, 5);
        }
    }
}
