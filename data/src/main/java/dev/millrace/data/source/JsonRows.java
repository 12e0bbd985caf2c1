package dev.millrace.data.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.JsonField.Kind;
import dev.millrace.data.spool.RowSpool;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Takes JSON objects apart: a column for each field, in the order in which fields first appear. */
final class JsonRows {
    private static final int MOST_COLUMNS = 10_000;

    /** A line is the longest text; a number's digits are read by our own rules. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LineReader.LONGEST)
                    .maxNumberLength(LineReader.LONGEST)
                    .maxNameLength(LineReader.LONGEST)
                    .build())
            // Lines are UTF-8, as was checked; Jackson takes some with zero bytes for UTF-16 or UTF-32.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .build();

    private final RowSpool spool;
    private final SensitiveColumns sensitive;
    private final List<JsonField> fields = new ArrayList<>();
    private final Map<String, JsonField> byName = new HashMap<>();
    private final Map<String, String> folded = new HashMap<>();
    private int rows;
    private long bytes;

    JsonRows(RowSpool spool, SensitiveColumns sensitive) {
        this.spool = spool;
        this.sensitive = sensitive;
    }

    /**
     * Takes a line.
     *
     * @throws StepException if it is no object of plain values, or its fields do not go with those of the lines before
     */
    void add(LineReader line) throws IOException {
        try (JsonParser parser = FACTORY.createParser(line.buffer(), line.from(), line.to() - line.from())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refused(
                        line,
                        parser,
                        "not a JSON object: each line is one, such as {\"area\": 80, \"street\": \"Pave\"}.");
            }
            int position = 0;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                JsonField field = field(parser.currentName(), position++, line, parser);
                parser.nextToken();
                value(field, line, parser);
            }
            if (parser.nextToken() != null) {
                throw refused(line, parser, "text follows the object: each object has a line of its own.");
            }
        } catch (JsonEOFException e) {
            throw cutOff(line);
        } catch (JsonProcessingException e) {
            int at = line.from() + Math.max(0, e.getLocation().getColumnNr() - 1);
            throw StepException.badInput(line.place(at) + ": not JSON: " + sensitive.words(words(e)) + ".");
        }
        bytes += line.to() - line.from();
        rows++;
        if (rows == RowSpool.MOST_ROWS
                || bytes >= RowSpool.MOST_BYTES
                || (long) rows * fields.size() >= RowSpool.MOST_VALUES) {
            flush();
        }
    }

    /** The parser's words, without how programmers may make it less strict. */
    private static String words(JsonProcessingException e) {
        return e.getOriginalMessage()
                .replaceFirst("(: enable|\\((enable|to allow)) `.*", "")
                .strip();
    }

    private static StepException cutOff(LineReader line) {
        return StepException.badInput(line.place(line.to())
                + (line.unended()
                        ? ": the file ends within an object: it was cut off; upload it again."
                        : ": the line ends within an object: an object has one line, with no line breaks in it."));
    }

    /** The column of a field. Lines mostly have the same fields in the same order: the one at its position is looked at first. */
    private JsonField field(String name, int position, LineReader line, JsonParser parser) {
        JsonField likely = position < fields.size() ? fields.get(position) : null;
        JsonField field = likely != null && likely.name().equals(name) ? likely : byName.get(name);
        if (field == null) {
            field = newField(name, line, parser);
        }
        if (field.hasRow(rows)) {
            throw refused(line, parser, "the object has the field " + JsonField.quoted(name) + " twice.");
        }
        return field;
    }

    private JsonField newField(String name, LineReader line, JsonParser parser) {
        if (name.isBlank() || name.codePoints().anyMatch(Character::isISOControl) || !JsonField.isText(name)) {
            throw refused(
                    line,
                    parser,
                    "the field " + JsonField.quoted(name)
                            + (name.isBlank() ? " has no name." : " has a name of no text."));
        }
        if (name.length() > SourceReader.LONGEST_NAME) {
            throw refused(
                    line,
                    parser,
                    "the field " + JsonField.quoted(name) + " has a name of " + name.length()
                            + " characters, and no more than " + SourceReader.LONGEST_NAME + " name a column.");
        }
        String twin = folded.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
        if (twin != null) {
            throw refused(
                    line,
                    parser,
                    "the fields " + JsonField.quoted(twin) + " and " + JsonField.quoted(name)
                            + " differ only in upper and lower case.");
        }
        if (fields.size() == MOST_COLUMNS) {
            throw refused(
                    line,
                    parser,
                    "the field " + JsonField.quoted(name) + " is one of more than " + MOST_COLUMNS
                            + " different ones: are keys written as field names?");
        }
        JsonField field = new JsonField(name);
        fields.add(field);
        byName.put(name, field);
        return field;
    }

    private void value(JsonField field, LineReader line, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        Kind kind =
                switch (token) {
                    case VALUE_NULL -> null;
                    case VALUE_STRING -> Kind.STRING;
                    case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
                    case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
                    default ->
                        throw refused(
                                line,
                                parser,
                                "the field " + JsonField.quoted(field.name()) + " holds "
                                        + (token == JsonToken.START_ARRAY ? "an array" : "an object")
                                        + ", which no column can: leave it out, or give its parts fields of their own.");
                };
        if (kind == null) {
            field.addNull(rows);
            return;
        }
        String problem = field.add(rows, kind, parser.getText(), line);
        if (problem != null) {
            throw refused(line, parser, problem);
        }
    }

    private static StepException refused(LineReader line, JsonParser parser, String why) {
        int column = Math.max(0, parser.currentTokenLocation().getColumnNr() - 1);
        return StepException.badInput(line.place(line.from() + column) + ": " + why);
    }

    private void flush() {
        if (rows > 0 && !fields.isEmpty()) {
            spool.write(
                    fields.stream()
                            .map(field -> new Column(field.name(), ColumnType.TEXT))
                            .toList(),
                    fields.stream().map(field -> field.values(rows)).toList());
        }
        fields.forEach(JsonField::clear);
        rows = 0;
        bytes = 0;
    }

    /** The columns' names, when all rows were added. */
    List<String> finish() {
        flush();
        return fields.stream().map(JsonField::name).toList();
    }
}
