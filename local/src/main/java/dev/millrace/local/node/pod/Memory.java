package dev.millrace.local.node.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory that processes hold, on Linux; elsewhere nothing is known of it. */
final class Memory {
    private static final Path PROCESSES = Path.of("/proc");
    /** Without pages of files, which the kernel takes back when it likes. */
    private static final String ANONYMOUS = "RssAnon:";

    private Memory() {}

    /** The bytes that a process and its descendants hold; empty: not known. */
    static OptionalLong of(long pid) {
        if (!Files.isDirectory(PROCESSES.resolve(Long.toString(pid)))) {
            return OptionalLong.empty();
        }
        Stream<Long> descendants = ProcessHandle.of(pid)
                .map(process -> process.descendants().map(ProcessHandle::pid))
                .orElse(Stream.empty());
        return OptionalLong.of(Stream.concat(Stream.of(pid), descendants)
                .mapToLong(Memory::anonymous)
                .sum());
    }

    private static long anonymous(long pid) {
        try (Stream<String> lines =
                Files.lines(PROCESSES.resolve(Long.toString(pid)).resolve("status"))) {
            return lines.filter(line -> line.startsWith(ANONYMOUS))
                    .map(line ->
                            line.substring(ANONYMOUS.length()).replace("kB", "").strip())
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | RuntimeException e) {
            // It has just ended.
            return 0;
        }
    }
}
