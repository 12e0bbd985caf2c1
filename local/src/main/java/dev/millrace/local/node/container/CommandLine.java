package dev.millrace.local.node.container;

import dev.millrace.local.launch.Launcher;
import dev.millrace.local.launch.Supervisor;
import dev.millrace.local.node.image.Program;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is run for a container.
 *
 * @param words the program first
 * @param environment all of it: nothing of the node's own is passed on
 * @param folder that it runs in
 * @param batch whether it works towards an end, and nobody waits for its answers: it gets the processors that others leave it
 */
public record CommandLine(List<String> words, Map<String, String> environment, Path folder, boolean batch) {
    /** The variable that a JVM takes its class path from. */
    static final String CLASS_PATH = "CLASSPATH";

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    /**
     * What comes before a program. A terminal sends its Ctrl-C to all processes that came of what a person started there: it is meant for the
     * node, which then ends its processes as it should. A JVM leaves alone what it finds ignored.
     */
    private static final String DEAF_TO_THE_TERMINAL = "trap '' INT HUP; ";

    private static final String RUN = "exec \"$@\"";
    /** About a tenth of a processor that somebody else wants, too. */
    private static final String RUN_AS_BATCH = "nice=$(command -v nice) || exec \"$@\"; exec \"$nice\" -n 10 \"$@\"";

    /** A supervisor waits and does nothing else. */
    private static final List<String> SUPERVISOR_FLAGS =
            List.of("-Xms4m", "-Xmx16m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData");

    /** The process that is to be started: the words, out of the terminal's reach. */
    ProcessBuilder process() {
        List<String> all = new ArrayList<>(
                List.of("/bin/sh", "-c", DEAF_TO_THE_TERMINAL + (batch ? RUN_AS_BATCH : RUN), "container"));
        all.addAll(words);
        ProcessBuilder builder =
                new ProcessBuilder(all).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }

    /**
     * A Java program with its arguments; its class path is in {@link #classPath}.
     *
     * @param flags that come after the program's own
     */
    static List<String> java(Program program, List<String> flags, List<String> arguments) {
        List<String> words = new ArrayList<>();
        words.add(JAVA.toString());
        // An image is made for its own JVM; this one may be older and not know each flag.
        words.add("-XX:+IgnoreUnrecognizedVMOptions");
        words.addAll(program.flags());
        words.addAll(flags);
        words.add(Launcher.class.getName());
        words.add(program.mainClass());
        words.addAll(arguments);
        return words;
    }

    /**
     * The value of {@link #CLASS_PATH} for a program. As an argument it would be thousands of characters long, and ONNX Runtime 1.29 reads a
     * process's command line by a recursion that overflows a thread's stack there. In an image a file has the class path, for the same end.
     *
     * @param launch the folder of the classes that run first
     */
    static String classPath(Program program, Path launch) {
        return Stream.concat(program.classPath().stream(), Stream.of(launch))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * A command of this machine.
     *
     * @throws CannotStartException if there is no such program
     */
    static List<String> command(List<String> command, Path launch, Map<String, String> environment)
            throws CannotStartException {
        requireExecutable(command.get(0), environment.getOrDefault("PATH", ""));
        List<String> words = new ArrayList<>();
        words.add(JAVA.toString());
        words.addAll(SUPERVISOR_FLAGS);
        words.add("-cp");
        words.add(launch.toString());
        words.add(Supervisor.class.getName());
        words.addAll(command);
        return words;
    }

    private static void requireExecutable(String program, String path) throws CannotStartException {
        if (program.contains("/")) {
            if (!Files.isExecutable(Path.of(program))) {
                throw new CannotStartException(
                        "exec: \"" + program + "\": stat " + program + ": no such file or directory");
            }
            return;
        }
        boolean found = Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
        if (!found) {
            throw new CannotStartException("exec: \"" + program + "\": executable file not found in $PATH");
        }
    }
}
