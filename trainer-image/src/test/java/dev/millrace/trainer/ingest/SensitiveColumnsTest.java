package dev.millrace.trainer.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.millrace.contract.ColumnRole;
import dev.millrace.contract.ColumnType;
import dev.millrace.contract.Digest;
import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest;
import dev.millrace.contract.dataset.DatasetView;
import dev.millrace.contract.plan.ColumnPlan;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.plan.SplitPlan;
import dev.millrace.contract.plan.TestPlan;
import dev.millrace.contract.report.IngestSummary;
import dev.millrace.contract.report.IngestSummary.Figures;
import dev.millrace.contract.report.IngestSummary.TestFailure;
import dev.millrace.contract.report.StepSummary;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.engine.Session;
import dev.millrace.data.reading.DatasetReader;
import dev.millrace.store.Store;
import dev.millrace.trainer.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever becomes of an ingest, no value of a sensitive column is in what it tells, logs and stores but for the rows. */
class SensitiveColumnsTest {
    /** Parts of all sensitive values. */
    private static final List<String> MARKS = List.of("zebedee", "7310911", "1903-07");

    private static final List<ColumnPlan> COLUMNS = List.of(
            new ColumnPlan("owner", ColumnType.TEXT, ColumnRole.IGNORE, true),
            new ColumnPlan("pay", null, null, true),
            new ColumnPlan("born", null, ColumnRole.TIME, true),
            new ColumnPlan("street", ColumnType.CATEGORY, null, true),
            new ColumnPlan("code", null, ColumnRole.KEY, true),
            new ColumnPlan("price", null, ColumnRole.LABEL));

    @TempDir
    Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @BeforeEach
    void prepare() throws IOException {
        Files.createDirectory(folder.resolve("store"));
        Files.createDirectory(folder.resolve("source"));
        PrintStream both = new PrintStream(printed, true, UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void printAgain() {
        System.setOut(out);
        System.setErr(err);
    }

    /** People, whose owners' texts all differ and whose pay is the label in other units: a leak. */
    private static String people(int rows, String street) {
        StringBuilder csv = new StringBuilder("owner,pay,born,street,code,area,price\n");
        for (int i = 0; i < rows; i++) {
            csv.append(String.format(
                    Locale.ROOT,
                    "Zebedee the %d,7310911.%03d,1903-07-31T00:%02d:00Z,%s %d,%s,%d,%d%n",
                    i / 2,
                    i,
                    i % 60,
                    street,
                    i % 3,
                    i == 7 ? "Zebedee" : "7310911" + i,
                    i % 5,
                    i));
        }
        return csv.toString();
    }

    private IngestPlan plan(String path, @Nullable String query, List<ColumnPlan> columns, String... tests) {
        return new IngestPlan(
                new SourcePlan.VolumePath("raw", path),
                null,
                query,
                false,
                columns,
                SplitPlan.byHash(List.of(), new SplitPlan.Fractions(1, 0, 0), 7),
                Stream.of(tests)
                        .map(test -> Json.read(test.replace('\'', '"'), TestPlan.class))
                        .toList(),
                null,
                null,
                "trainer@sha256:0");
    }

    private StepSummary ingest(IngestPlan plan) throws IOException {
        Path file = Files.write(folder.resolve("plan.json"), Json.bytes(plan));
        String[] arguments = {
            "ingest",
            "--plan=" + file,
            "--store=file://" + folder.resolve("store"),
            "--source=" + folder.resolve("source"),
            "--scratch=" + folder.resolve("scratch"),
            "--termination-log=" + folder.resolve("log"),
            "--memory-mib=512"
        };
        Main.commandLine().execute(arguments);
        assertThat(printed.toString(UTF_8)).as("the log").contains("outcome=");
        assertHidden("the log", printed.toString(UTF_8));
        String told = Files.readString(folder.resolve("log"));
        assertHidden("the summary", told);
        return Json.read(told, StepSummary.class);
    }

    private static void assertHidden(String what, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String mark : MARKS) {
            assertThat(lower).as(what).doesNotContain(mark);
        }
    }

    @Test
    void allThatCanFailAndWarnDoesAndTellsNoValue() throws IOException {
        Files.writeString(folder.resolve("source/before.csv"), people(600, "Zebedee Square"));
        Files.writeString(folder.resolve("source/people.csv"), people(900, "Zebedee Street"));
        IngestSummary parent = ingested(ingest(plan("before.csv", null, COLUMNS)));
        IngestPlan child = plan(
                "people.csv",
                null,
                COLUMNS,
                "{'name': 'poor', 'column': 'pay', 'max': 1}",
                "{'name': 'nobody', 'column': 'owner', 'allowed': ['nobody'], 'pattern': 'x', 'unique': true}",
                "{'name': 'street', 'column': 'street', 'unique': true, 'severity': 'Warn'}",
                "{'name': 'richest', 'sql': 'select max(pay) from data', 'equals': 0}",
                "{'name': 'rich', 'sql': 'select count(*) from data where pay > 1', 'equals': 0}",
                "{'name': 'stable', 'column': '*', 'maxDrift': 0.1}");

        StepSummary told = ingest(new IngestPlan(
                child.source(),
                null,
                null,
                false,
                child.columns(),
                child.split(),
                child.tests(),
                parent.digest(),
                parent.view(),
                child.image()));

        assertThat(told.reason()).isEqualTo(FailureReason.TESTS_FAILED);
        IngestSummary report = ingested(report(told));
        assertThat(report.tests().failures())
                .extracting(TestFailure::name, TestFailure::column, TestFailure::observed, TestFailure::examples)
                .contains(
                        failure("poor", "pay", "900 rows break it", "row 1: a sensitive value"),
                        failure("nobody", "owner", "900 rows break it", "row 1: a sensitive value"),
                        failure("nobody", "owner", "450 rows repeat a value", "2 times: a sensitive value"),
                        failure("street", "street", "897 rows repeat a value", "300 times: a sensitive value"));
        assertThat(report.tests().failures())
                .extracting(TestFailure::name, TestFailure::observed)
                .contains(tuple("richest", "its SQL gives a sensitive value"), tuple("rich", "its SQL gives 900"));
        assertThat(report.tests().failures())
                .filteredOn(failure -> failure.name().equals("stable"))
                .extracting(TestFailure::column)
                .contains("street");
        assertThat(report.warnings())
                .anySatisfy(warning -> assertThat(warning)
                        .contains("\"code\" was taken as text", "row 8 of people.csv has a sensitive value"))
                .anySatisfy(warning -> assertThat(warning).contains("\"pay\" alone gives the label away"));
        assertThat(report.columns())
                .filteredOn(column -> !List.of("area", "price").contains(column.name()))
                .hasSize(5)
                .allSatisfy(column -> assertThat(column)
                        .extracting(IngestSummary.Column::min, IngestSummary.Column::max, IngestSummary.Column::mean)
                        .containsOnlyNulls())
                .allSatisfy(column -> assertThat(column.more())
                        .extracting(Figures::stddev, Figures::p05, Figures::p50, Figures::p95)
                        .containsOnlyNulls());
        assertOnlyRowsAndWithheldFiguresHoldValues(parent, report);
    }

    private static Tuple failure(String... parts) {
        List<String> examples = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            examples.add(parts[3].replace("row 1:", "row " + (i + 1) + ":"));
        }
        return tuple(parts[0], parts[1], parts[2], parts[3].startsWith("300") ? examples.subList(0, 3) : examples);
    }

    private StepSummary report(StepSummary told) throws IOException {
        Path report = folder.resolve("store/runs/" + told.plan().hex() + "/report.json");
        return Json.read(Json.tree(Files.readAllBytes(report)).path("summary").toString(), StepSummary.class);
    }

    private static IngestSummary ingested(StepSummary told) {
        assertThat(told.ingest()).as(told.message()).isNotNull();
        return told.ingest();
    }

    private void assertOnlyRowsAndWithheldFiguresHoldValues(IngestSummary... versions) throws IOException {
        Store store = Store.open(URI.create("file://" + folder.resolve("store")));
        Set<String> secret = new HashSet<>();
        for (IngestSummary version : versions) {
            DatasetView view = Json.read(store.read(version.view()), DatasetView.class);
            Digest withheld = view.withheld();
            assertThat(withheld).isNotNull();
            assertThat(new String(store.read(withheld), UTF_8)).contains("7310911");
            assertThat(new String(store.read(view.profile()), UTF_8)).contains("\"sensitive\":true", "\"lengths\"");
            secret.add(withheld.hex());
            DatasetManifest manifest = DatasetReader.manifest(store, version.digest());
            manifest.chunks().forEach(chunk -> secret.add(chunk.parquet().hex()));
        }
        try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
            files.filter(Files::isRegularFile)
                    .filter(file -> secret.stream().noneMatch(file.toString().replace("/", "")::endsWith))
                    .forEach(file -> assertHidden(file.toString(), read(file)));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "people.csv | | pay integer | has a sensitive value",
                "people.csv | select cast(owner as integer) as owner, area from source | | Conversion Error: details are left out",
                "people.csv | select owner, error(owner) as area from source | | Invalid Input Error: details are left out",
                "people.csv | select owner, 17014118346046923173168730371588410572::hugeint as area from source | | result cannot be a version: details are left out",
                "people.csv | | sql | spec.tests[bad].sql, line 1, column 12: Conversion Error: details are left out",
                "headless.csv | | | the source has no column \"owner\".",
                "twins.csv | | | columns 1 and 2 have the same name",
                "semicolons.csv | | | has only one column:",
                "{people,headless}.csv | | | column 1 has another name",
                "ragged.csv | | | line 2: the row has 2 fields",
                "bad.jsonl | | | line 1, column 19: not JSON: details are left out",
                "large.parquet | | | cannot be read as Parquet: details are left out"
            })
    void noRefusalQuotesAValue(String path, @Nullable String query, @Nullable String change, String expected)
            throws IOException {
        Path source = folder.resolve("source");
        Files.writeString(source.resolve("people.csv"), people(40, "Zebedee Street"));
        Files.writeString(source.resolve("headless.csv"), "Zebedee,7310911\nZebedee B,73109112\n");
        Files.writeString(source.resolve("twins.csv"), "Zebedee,Zebedee\n1,2\n");
        Files.writeString(source.resolve("semicolons.csv"), "Zebedee;7310911\n1;2\n");
        Files.writeString(source.resolve("ragged.csv"), "owner\nZebedee,7310911\n");
        Files.writeString(source.resolve("bad.jsonl"), "{\"owner\": Zebedee}\n");
        try (Session session = Session.open(Resources.ofContainer(Files.createDirectories(folder.resolve("write")))
                .withMemory(1L << 29))) {
            session.execute("COPY (SELECT 18446744073107310911::UBIGINT AS owner, 1 AS area) TO '"
                    + source.resolve("large.parquet") + "' (FORMAT parquet)");
        }
        boolean retyped = "pay integer".equals(change);
        List<ColumnPlan> columns = List.of(
                retyped
                        ? new ColumnPlan("pay", ColumnType.INTEGER, null, true)
                        : new ColumnPlan("owner", null, null, true));

        StepSummary told = ingest(
                "sql".equals(change)
                        ? plan(
                                path,
                                query,
                                columns,
                                "{'name': 'bad', 'sql': 'select max(cast(owner as integer)) from data', 'equals': 0}")
                        : plan(path, query, columns));

        assertThat(told.reason()).isEqualTo(FailureReason.BAD_INPUT);
        assertThat(told.message()).contains(expected);
    }
}
