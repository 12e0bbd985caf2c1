package dev.millrace.local.launch;

import dev.millrace.local.guest.Guest;
import dev.millrace.local.node.container.CommandLine;
import dev.millrace.local.node.container.ContainerProcess;
import dev.millrace.local.node.log.LogFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A node that starts a Java program and a command, prints their process numbers, and waits to be killed. */
public final class AbandonedNode {
    private AbandonedNode() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        Map<String, String> environment = Map.of("PATH", System.getenv("PATH"));
        CommandLine program = new CommandLine(
                List.of(java, "-cp", classPath, Launcher.class.getName(), Guest.class.getName(), "linger"),
                environment,
                folder,
                true);
        CommandLine command = new CommandLine(
                List.of(
                        java,
                        "-cp",
                        classPath,
                        Supervisor.class.getName(),
                        "sh",
                        "-c",
                        "trap '' TERM; echo $$; sleep 600 & wait; wait"),
                environment,
                folder,
                true);
        start(program, folder.resolve("program.log"));
        start(command, folder.resolve("command.log"));
        new CountDownLatch(1).await();
    }

    private static void start(CommandLine line, Path file) throws Exception {
        LogFile log = LogFile.create(file, Clock.systemUTC(), LogFile.Rotation.DEFAULT);
        System.out.println(ContainerProcess.start(line, log).pid());
    }
}
