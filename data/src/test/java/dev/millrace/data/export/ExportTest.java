package dev.millrace.data.export;

import static dev.millrace.data.Workplace.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.report.StepException;
import dev.millrace.data.Workplace;
import dev.millrace.data.ingest.IngestResult;
import dev.millrace.data.reading.DatasetReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is exported, read by DuckDB as it comes, without any of our code. */
class ExportTest {
    private static final int ROWS = 20_000;
    private static final Publication PUBLICATION = new Publication("rows", null, null, null, null, null);

    private final Workplace workplace = new Workplace();

    @AfterEach
    void close() {
        workplace.close();
    }

    /** Every type, with nulls, and numbers that a float or a text would spoil. */
    private IngestResult ingested() {
        StringBuilder csv = new StringBuilder("id,amount,flag,at,\"a \"\"name\"\"\",label\n");
        for (int i = 0; i < ROWS; i++) {
            csv.append(9_007_199_254_740_993L + i)
                    .append(',')
                    .append(i % 5 == 0 ? "" : i / 3.0)
                    .append(',')
                    .append(i % 2 == 0)
                    .append(",2024-02-29T12:30:15.")
                    .append("%06d".formatted(i))
                    .append(",\"text, ")
                    .append(i)
                    .append(" ü\",")
                    .append(i % 10 == 0 ? "" : "c" + i % 3)
                    .append('\n');
        }
        workplace.file("rows.csv", csv.toString());
        return workplace.ingest(
                plan("rows.csv").label("label").split(0.6, 0.2, 0.2).build());
    }

    private Path export(IngestResult version, String name) throws IOException {
        Path target = workplace.root().resolve(name);
        Export.run(
                workplace.store(),
                new Export.Request(
                        new DatasetReader.Id(
                                version.summary().digest(), version.summary().view()),
                        PUBLICATION),
                target,
                workplace.resources(),
                () -> {});
        return target;
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet result = connection.createStatement().executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    @Test
    void everyRowIsThereExactlyInItsSplit() throws Exception {
        IngestResult version = ingested();
        Path target = export(version, "exported");
        String files = "read_parquet('" + target + "/data/*/*.parquet', hive_partitioning = true)";

        var splits = version.summary().splits();
        assertThat(query("SELECT split, count(*) FROM " + files + " GROUP BY split ORDER BY split"))
                .containsExactly(
                        "none|" + splits.unlabelled(),
                        "test|" + splits.test(),
                        "train|" + splits.train(),
                        "validation|" + splits.validation());
        assertThat(query("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + files + ")"))
                .containsExactly(
                        "id|BIGINT",
                        "amount|DOUBLE",
                        "flag|BOOLEAN",
                        "at|TIMESTAMP",
                        "a \"name\"|VARCHAR",
                        "label|VARCHAR",
                        "split|VARCHAR");
        assertThat(query("""
                SELECT count(*) FROM %s WHERE
                  id = 9007199254740993 + i
                  AND amount IS NOT DISTINCT FROM (CASE WHEN i %% 5 = 0 THEN NULL ELSE i::DOUBLE / 3 END)
                  AND flag = (i %% 2 = 0)
                  AND epoch_us("at") = epoch_us(TIMESTAMP '2024-02-29 12:30:15') + i
                  AND "a ""name\""" = 'text, ' || i || ' ü'
                  AND label IS NOT DISTINCT FROM (CASE WHEN i %% 10 = 0 THEN NULL ELSE 'c' || i %% 3 END)
                """.formatted("(SELECT *, id - 9007199254740993 AS i FROM " + files + ")")))
                .containsExactly(String.valueOf(ROWS));
    }

    @Test
    void theRowsOfASplitKeepTheirOrder() throws Exception {
        Path target = export(ingested(), "exported");

        List<Long> train = query("SELECT id FROM '" + target + "/data/split=train/part-00000.parquet'").stream()
                .map(Long::valueOf)
                .toList();

        assertThat(train).isSorted();
    }

    @Test
    void theMetadataNameEveryFileWithItsChecksum() throws Exception {
        IngestResult version = ingested();
        Path target = export(version, "exported");

        JsonNode croissant = Json.tree(Files.readAllBytes(target.resolve("croissant.json")));

        assertThat(croissant.path("conformsTo").asText()).isEqualTo("http://mlcommons.org/croissant/1.1");
        assertThat(croissant.path("identifier").asText())
                .isEqualTo(version.summary().digest().value());
        List<String> named = new ArrayList<>();
        for (JsonNode file : croissant.path("distribution")) {
            if (file.has("contentUrl")) {
                named.add(file.path("contentUrl").asText());
                byte[] content = Files.readAllBytes(
                        target.resolve(file.path("contentUrl").asText()));
                assertThat(file.path("sha256").asText())
                        .isEqualTo(Digest.of(content).hex());
                assertThat(file.path("contentSize").asText()).isEqualTo(content.length + " B");
            }
        }
        assertThat(named)
                .containsExactly(
                        "data/split=none/part-00000.parquet",
                        "data/split=test/part-00000.parquet",
                        "data/split=train/part-00000.parquet",
                        "data/split=validation/part-00000.parquet");
        assertThat(croissant.path("recordSet").get(1).path("field").findValuesAsText("dataType"))
                .containsExactly(
                        "sc:Text", "cr:Int64", "cr:Float64", "sc:Boolean", "sc:DateTime", "sc:Text", "sc:Text");
        JsonNode amount = croissant.path("variableMeasured").get(1);
        assertThat(amount.path("minValue").doubleValue()).isEqualTo(1 / 3.0);
        assertThat(amount.path("additionalProperty").get(0).path("value").intValue())
                .isEqualTo(ROWS / 5);
    }

    /** Readers of Croissant match from a path's beginning, and take the first group. */
    @Test
    void theMetadataFindARowsSplitInItsFilesPath() throws Exception {
        Path target = export(ingested(), "exported");

        JsonNode split =
                Json.tree(Files.readAllBytes(target.resolve("croissant.json"))).at("/recordSet/1/field/0/source");

        assertThat(split.at("/extract/fileProperty").asText()).isEqualTo("fullpath");
        Matcher path = Pattern.compile(split.at("/transform/regex").asText())
                .matcher("data/split=validation/part-00000.parquet");
        assertThat(path.matches()).isTrue();
        assertThat(path.group(1)).isEqualTo("validation");
    }

    @Test
    void theSameVersionGivesTheSameBytes() throws Exception {
        IngestResult version = ingested();

        Path first = export(version, "first");
        workplace.threads(1);
        Path second = export(version, "second");

        assertThat(second.resolve("data/split=train/part-00000.parquet"))
                .hasSameBinaryContentAs(first.resolve("data/split=train/part-00000.parquet"));
    }

    @Test
    void aColumnThatIsNamedSplitStaysAColumn() throws Exception {
        StringBuilder csv = new StringBuilder("Split,x\n");
        for (int i = 0; i < 500; i++) {
            csv.append("train,").append(i).append('\n');
        }
        workplace.file("rows.csv", csv.toString());
        Path target =
                export(workplace.ingest(plan("rows.csv").split(0.6, 0.2, 0.2).build()), "exported");

        assertThat(query("SELECT DISTINCT \"Split\" FROM read_parquet('" + target
                        + "/data/*/*.parquet', hive_partitioning = true) WHERE millrace_split = 'test'"))
                .containsExactly("train");
    }

    @Test
    void whatIsThereIsNotTouched() throws IOException {
        IngestResult version = ingested();
        Path there = Files.createDirectories(workplace.root().resolve("there"));

        assertThatThrownBy(() -> export(version, "there"))
                .isInstanceOf(StepException.class)
                .hasMessage("--to: " + there + " exists: delete it, or give another name.");
        assertThatThrownBy(() -> export(version, "nowhere/exported"))
                .isInstanceOf(StepException.class)
                .hasMessageStartingWith(
                        "--to: there is no folder " + workplace.root().resolve("nowhere"));
    }

    @Test
    void whatAKilledExportLeftIsWrittenAnew() throws IOException {
        IngestResult version = ingested();
        Path left = Files.createDirectories(workplace.root().resolve(".exported.part/data/split=train"));
        Files.writeString(left.resolve("part-00099.parquet"), "half");

        Path target = export(version, "exported");

        try (Stream<Path> files = Files.walk(target)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(5);
        }
        assertThat(workplace.root().resolve(".exported.part")).doesNotExist();
    }
}
