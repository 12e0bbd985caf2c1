package dev.millrace.spark;

import dev.millrace.contract.Json;
import dev.millrace.contract.plan.IngestPlan;
import dev.millrace.contract.plan.SourcePlan;
import dev.millrace.contract.report.StepReport;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.part.Place;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.Store;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import picocli.CommandLine;

/**
 * How tasks find their places: the driver's own command line says where source, store and scratch folder are, for every pod of the
 * application has them mounted alike.
 *
 * @param arguments of the driver
 * @param planJson what is ingested
 */
@SuppressWarnings("ArrayRecordComponent")
record Workshop(List<String> arguments, byte[] planJson) implements Serializable {
    /** A place for the task that is running; it is cleared away when the task ends. */
    Place place() {
        CommandLine line = Main.commandLine();
        line.parseArgs(arguments.toArray(String[]::new));
        IngestCommand command =
                Objects.requireNonNull(line.getSubcommands().get("ingest")).getCommand();
        try {
            Path folder = Files.createTempDirectory(
                    Files.createDirectories(command.options().scratch()), "task-");
            TaskCompletionListener listener = ended -> clear(folder);
            TaskContext.get().addTaskCompletionListener(listener);
            return new TaskPlace(
                    command,
                    command.options().openStore(),
                    Json.read(planJson, IngestPlan.class).source(),
                    folder,
                    TaskContext.get());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void clear(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record TaskPlace(IngestCommand command, Store store, SourcePlan source, Path scratch, TaskContext task)
            implements Place {
        @Override
        public Resources resources() {
            return command.source().resources(scratch);
        }

        @Override
        public SourceFile bring(StepReport.SourceFile file) throws IOException {
            return command.source().folder().bring(source, file, resources(), this::stopCheck);
        }

        @Override
        public void stopCheck() {
            task.killTaskIfInterrupted();
        }
    }
}
