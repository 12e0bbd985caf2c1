package dev.millrace.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.contract.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An application with two executors, each a process of its own, beside the ingest of one process. */
class IngestCommandTest {
    private static final String PLAN = """
            {"type": "ingest", "source": {"type": "volume", "claimName": "raw", "path": "*.csv"}, "strictColumns": false,
             "columns": [{"name": "id", "role": "key"}, {"name": "price", "role": "label"}],
             "split": {"columns": [], "fractions": {"train": 0.7, "validation": 0.2, "test": 0.1}, "seed": 7},
             "tests": [{"name": "areas", "column": "area", "min": 1, "severity": "Warn"}], "image": "millrace/spark:0"}
            """;

    @TempDir
    private Path folder;

    /** Rows with gaps and line breaks in quotes, in three files of different sizes. */
    private Path source() throws IOException {
        Path source = Files.createDirectory(folder.resolve("source"));
        int id = 0;
        for (int file = 0; file < 3; file++) {
            Random random = new Random(file);
            StringBuilder csv = new StringBuilder("id,area,street,note,price\n");
            for (int row = 0; row < 4_000 * (file + 1); row++) {
                csv.append(id++)
                        .append(',')
                        .append(random.nextInt(20) == 0 ? "" : String.valueOf(random.nextDouble() * 100))
                        .append(",S")
                        .append(random.nextInt(7))
                        .append(random.nextInt(9) == 0 ? ",\"a\n\"\"b\"\"\"" : ",word " + random.nextInt(3_000))
                        .append(',')
                        .append(random.nextInt(100))
                        .append('\n');
            }
            Files.writeString(source.resolve("f" + file + ".csv"), csv);
        }
        return source;
    }

    private List<String> arguments(Path store, Path source) throws IOException {
        return List.of(
                "--plan=" + Files.writeString(folder.resolve("plan.json"), PLAN),
                "--store=" + Files.createDirectory(store).toUri(),
                "--scratch=" + folder.resolve("scratch"),
                "--source=" + source,
                "--termination-log=" + folder.resolve("termination"),
                "--memory-mib=512");
    }

    /** A report without what the place decides. */
    private static JsonNode report(Path store) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            Path file = files.filter(path -> path.endsWith("report.json"))
                    .findFirst()
                    .orElseThrow();
            JsonNode report = Json.tree(Files.readAllBytes(file));
            ((ObjectNode) report.path("summary").path("ingest")).remove("location");
            return report;
        }
    }

    @Test
    void anApplicationThatLosesAnExecutorMakesTheVersionOfOneProcess() throws IOException {
        Path source = source();
        Path one = folder.resolve("one");
        Path many = folder.resolve("many");
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));

        int expected = new CommandLine(new dev.millrace.trainer.ingest.IngestCommand())
                .execute(arguments(one, source).toArray(String[]::new));
        int found = Main.commandLine()
                .execute(Stream.concat(
                                Stream.of(
                                        "ingest",
                                        "--master=local-cluster[2,1,1024]",
                                        "--conf=spark.extraListeners=" + ExecutorKiller.class.getName(),
                                        "--conf=spark.executor.extraClassPath="
                                                + System.getProperty("java.class.path")),
                                arguments(many, source).stream())
                        .toArray(String[]::new));

        assertThat(found).isEqualTo(expected).isZero();
        assertThat(ExecutorKiller.KILLED).hasValue(1);
        assertThat(report(many)).isEqualTo(report(one));
        try (Stream<Path> files = Files.walk(many.resolve("runs"))) {
            assertThat(files.filter(file -> file.getParent().endsWith("spark"))).hasSize(1);
        }
    }
}
