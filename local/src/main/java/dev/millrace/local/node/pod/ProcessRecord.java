package dev.millrace.local.node.pod;

import dev.millrace.local.node.container.ContainerProcess;
import dev.millrace.local.node.volume.NodeFolders;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which processes run, as files: a node that starts ends what its predecessor left. There should be nothing: processes end with their node. But
 * one that was stopped (SIGSTOP) did not notice.
 */
final class ProcessRecord {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessRecord.class);
    private static final String NAME = "process";

    private ProcessRecord() {}

    static void write(NodeFolders folders, Pod pod, Container container, ContainerProcess process) throws IOException {
        Instant start = process.startInstant().orElse(Instant.EPOCH);
        Files.writeString(
                folders.container(pod, container.getName()).resolve(NAME), process.pid() + " " + start.toEpochMilli());
    }

    static void delete(NodeFolders folders, Pod pod, Container container) {
        try {
            Files.deleteIfExists(folders.container(pod, container.getName()).resolve(NAME));
        } catch (IOException e) {
            LOG.warn("the record of a process cannot be removed: {}", e.getMessage());
        }
    }

    /** Kills the processes of records; a process that began at another time has only the same number. */
    static void killLeftBehind(NodeFolders folders) {
        if (!Files.isDirectory(folders.pods())) {
            return;
        }
        try (Stream<Path> files = Files.walk(folders.pods(), 4)) {
            files.filter(file -> file.endsWith(NAME)).forEach(ProcessRecord::kill);
        } catch (IOException e) {
            LOG.warn("records of processes cannot be read: {}", e.getMessage());
        }
    }

    private static void kill(Path file) {
        try {
            String record = Files.readString(file);
            int space = record.indexOf(' ');
            long start = Long.parseLong(record.substring(space + 1));
            ProcessHandle.of(Long.parseLong(record.substring(0, Math.max(0, space))))
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(instant -> instant.toEpochMilli() == start)
                            .isPresent())
                    .ifPresent(process -> {
                        LOG.warn("process {} outlived its node and is killed", process.pid());
                        process.descendants().forEach(ProcessHandle::destroyForcibly);
                        process.destroyForcibly();
                    });
        } catch (IOException | NumberFormatException e) {
            LOG.warn("{} is no record of a process", file);
        }
    }
}
