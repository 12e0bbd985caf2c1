package dev.millrace.local.node.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.guest.GuestImages;
import dev.millrace.local.launch.LaunchClasses;
import dev.millrace.local.node.address.PortWords;
import dev.millrace.local.node.log.LogFile;
import dev.millrace.local.node.log.LogQuery;
import dev.millrace.local.node.log.LogReader;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainerProcessTest {
    @TempDir
    Path folder;

    private LogFile log;

    private CommandLines lines(Container container, boolean batch) throws Exception {
        Path store = Files.createDirectories(folder.resolve("store"));
        Path temporary = Files.createDirectories(folder.resolve("temporary"));
        MountPaths mounts = new MountPaths(Map.of("/store", store, "/tmp", temporary));
        return new CommandLines(
                container,
                new GuestImages().image(GuestImages.GUEST),
                mounts,
                mounts,
                new CommandLines.Place(
                        Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString()),
                        Map.of("WHERE", "/store/text", "NAME", "guest"),
                        folder,
                        LaunchClasses.unpack(folder.resolve("launch")),
                        new PortWords(Map.of()),
                        batch));
    }

    private ContainerProcess start(Container container) throws Exception {
        return start(container, false);
    }

    private ContainerProcess start(Container container, boolean batch) throws Exception {
        log = LogFile.create(folder.resolve("0.log"), Clock.systemUTC(), LogFile.Rotation.DEFAULT);
        return ContainerProcess.start(lines(container, batch).main(), log);
    }

    private String output() throws Exception {
        try (LogReader reader = new LogReader(log, LogQuery.ALL)) {
            return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ContainerBuilder guest(String... arguments) {
        return new ContainerBuilder().withName("main").withArgs(arguments);
    }

    @Test
    void aProgramSeesItsArgumentsVariablesAndMountsAndNothingOfTheNode() throws Exception {
        Files.createDirectories(folder.resolve("store"));
        Files.writeString(folder.resolve("store/text"), "stored");

        ContainerProcess process = start(guest("say", "hello $(NAME)", "@/store/text", "$WHERE", "$MAVEN_CMD_LINE_ARGS")
                .build());

        assertThat(process.exit().get(30, TimeUnit.SECONDS)).isZero();
        assertThat(output()).isEqualTo("hello guest\nstored\n" + folder.resolve("store/text") + "\nnull\n");
    }

    @Test
    void limitsAreTheJvmsLimits() throws Exception {
        ContainerProcess process = start(guest("limits")
                .withNewResources()
                .addToLimits("memory", new Quantity("128Mi"))
                .addToLimits("cpu", new Quantity("1500m"))
                .endResources()
                .build());

        assertThat(process.exit().get(30, TimeUnit.SECONDS)).isZero();
        Matcher said = Pattern.compile("heap (\\d+) processors (\\d+)\n").matcher(output());
        assertThat(said.matches()).isTrue();
        assertThat(Long.parseLong(said.group(1))).isBetween(50L << 20, 64L << 20);
        assertThat(said.group(2)).isEqualTo("2");
    }

    @Test
    void anExhaustedHeapEndsTheProcess() throws Exception {
        ContainerProcess process = start(guest("fill")
                .withNewResources()
                .addToLimits("memory", new Quantity("64Mi"))
                .endResources()
                .build());

        assertThat(process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(3);
        assertThat(output()).contains("Terminating due to java.lang.OutOfMemoryError");
    }

    @Test
    void aCommandIsThisMachinesAndItsCodeIsTheContainers() throws Exception {
        ContainerProcess process = start(new ContainerBuilder()
                .withName("main")
                .withCommand("sh", "-c", "echo $0 > /store/made; exit 7")
                .withArgs("argument")
                .build());

        assertThat(process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(folder.resolve("store/made")).hasContent("argument");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aBatchGivesWayToOthers() throws Exception {
        assertThat(niceness(true)).isEqualTo(Math.min(niceness(false) + 10, 19));
    }

    private int niceness(boolean batch) throws Exception {
        Container container = new ContainerBuilder()
                .withName("main")
                .withCommand("cut", "-d", " ", "-f", "19", "/proc/self/stat")
                .build();

        assertThat(start(container, batch).exit().get(30, TimeUnit.SECONDS)).isZero();
        return Integer.parseInt(output().strip());
    }

    @Test
    void aCommandThatIsNotThereCannotStart() {
        assertThatThrownBy(() -> start(new ContainerBuilder()
                        .withName("main")
                        .withCommand("nosuchcommand")
                        .build()))
                .isInstanceOf(CannotStartException.class)
                .hasMessage(
                        "unable to start container process: exec: \"nosuchcommand\": executable file not found in $PATH");
    }

    @Test
    void aCommandHeedsSigtermAndKillEndsWhatHeedsNothing() throws Exception {
        ContainerProcess heeding = start(new ContainerBuilder()
                .withName("main")
                .withCommand("sh", "-c", "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done")
                .build());
        awaitOutput("up");
        heeding.terminate();
        assertThat(heeding.exit().get(30, TimeUnit.SECONDS)).isEqualTo(5);

        ContainerProcess stubborn = start(guest("linger").build());
        awaitOutput("lingering");
        stubborn.terminate();
        stubborn.kill();
        assertThat(stubborn.exit().get(30, TimeUnit.SECONDS)).isEqualTo(137);
    }

    @Test
    void theTerminalsSignalsAreTheNodesAlone() throws Exception {
        ContainerProcess command = start(new ContainerBuilder()
                .withName("main")
                .withCommand("sh", "-c", "trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done")
                .build());
        awaitOutput("up");
        interrupt(command);
        command.terminate();
        assertThat(command.exit().get(30, TimeUnit.SECONDS)).isEqualTo(5);

        ContainerProcess program = start(guest("wait", "up").build());
        awaitOutput("up");
        interrupt(program);
        program.terminate();
        assertThat(program.exit().get(30, TimeUnit.SECONDS)).isEqualTo(143);
    }

    /** As a terminal does on Ctrl-C, and when it goes. */
    private static void interrupt(ContainerProcess process) throws Exception {
        for (String signal : List.of("-INT", "-HUP")) {
            Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
            assertThat(kill.waitFor()).isZero();
        }
    }

    /** Follows the log until a line comes. */
    private void awaitOutput(String line) throws Exception {
        LogQuery follow =
                new LogQuery(true, LogQuery.ALL.tailLines(), LogQuery.ALL.since(), false, LogQuery.ALL.limitBytes());
        StringBuilder text = new StringBuilder();
        try (LogReader reader = new LogReader(log, follow)) {
            int next = reader.read();
            while (next >= 0 && !text.append((char) next).toString().contains(line)) {
                next = reader.read();
            }
        }
        assertThat(text).contains(line);
    }

    @Test
    void aCommandBesideItIsKilledWhenItTakesTooLong() throws Exception {
        CommandLines lines = lines(guest("wait").build(), false);

        Execution quick = Execution.run(
                lines.command(List.of("sh", "-c", "cat /store/nothing || echo bad; exit 3")), Duration.ofSeconds(20));
        Execution slow = Execution.run(lines.command(List.of("sleep", "600")), Duration.ofMillis(300));

        assertThat(quick.exitCode()).isEqualTo(3);
        assertThat(quick.output()).endsWith("bad");
        assertThat(slow.timedOut()).isTrue();
    }
}
