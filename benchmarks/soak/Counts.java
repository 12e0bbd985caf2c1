import com.sun.management.UnixOperatingSystemMXBean;
import dev.millrace.local.apiserver.ApiServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What must not grow.
 *
 * @param watches that the API server serves
 * @param threads of this process
 * @param descriptors open files and sockets of this process
 * @param processes that this process started, and theirs
 * @param files of the cluster's folder
 * @param heapKib used right after a collection
 */
record Counts(long watches, long threads, long descriptors, long processes, long files, long heapKib) {
    /** What the compiler, caches of the libraries and the journal's place in its cycle make of the heap. */
    private static final double HEAP_TOLERANCE = 1.15;

    static Counts take(ApiServer server, Path folder) throws IOException {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Stream<ProcessHandle> processes = ProcessHandle.current().descendants();
                Stream<Path> files = Files.walk(folder)) {
            return new Counts(
                    server.watches(),
                    ManagementFactory.getThreadMXBean().getThreadCount(),
                    system.getOpenFileDescriptorCount(),
                    processes.count(),
                    files.count(),
                    usedHeapKib());
        }
    }

    private static long usedHeapKib() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10;
    }

    /** The names of what is more than it was. */
    List<String> grownSince(Counts begin) {
        List<String> grown = new ArrayList<>();
        add(grown, "watches", watches, begin.watches);
        add(grown, "threads", threads, begin.threads);
        add(grown, "file descriptors", descriptors, begin.descriptors);
        add(grown, "processes", processes, begin.processes);
        add(grown, "files", files, begin.files);
        add(grown, "KiB of heap", heapKib, (long) (begin.heapKib * HEAP_TOLERANCE));
        return grown;
    }

    private static void add(List<String> grown, String what, long now, long limit) {
        if (now > limit) {
            grown.add(what + ": " + now + ", at most " + limit);
        }
    }

    String row(String when) {
        return "| %s | %d | %d | %d | %d | %d | %.1f |"
                .formatted(when, watches, threads, descriptors, processes, files, heapKib / 1024.0);
    }
}
