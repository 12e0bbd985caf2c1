package dev.millrace.trainer.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The processor, as far as the bits of a result may hang on it. */
final class Processor {
    private static final Path LINUX_DESCRIPTION = Path.of("/proc/cpuinfo");

    private Processor() {}

    /** The architecture and, where Linux tells them, the vector instruction sets. */
    static List<String> description() {
        return Stream.concat(Stream.of(System.getProperty("os.arch")), instructionSets().stream())
                .toList();
    }

    private static List<String> instructionSets() {
        try (Stream<String> lines = Files.lines(LINUX_DESCRIPTION)) {
            return lines.filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .findFirst()
                    .map(line -> Arrays.stream(
                                    line.substring(line.indexOf(':') + 1).trim().split(" "))
                            .filter(Processor::isVectorInstructionSet)
                            .sorted()
                            .toList())
                    .orElse(List.of());
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isVectorInstructionSet(String flag) {
        String name = flag.toLowerCase(Locale.ROOT);
        return name.startsWith("avx")
                || name.startsWith("sse")
                || name.startsWith("fma")
                || name.startsWith("amx")
                || name.startsWith("asimd")
                || name.startsWith("sve");
    }
}
