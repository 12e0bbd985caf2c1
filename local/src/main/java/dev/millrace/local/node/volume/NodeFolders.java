package dev.millrace.local.node.volume;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * What lies where under the folder of a node.
 *
 * @param root absolute
 */
public record NodeFolders(Path root) {
    /** Everything of a pod but its logs; gone when its processes are. */
    public Path pod(Pod pod) {
        return root.resolve("pods").resolve(pod.getMetadata().getUid());
    }

    /** What one container has to itself. */
    public Path container(Pod pod, String container) {
        return pod(pod).resolve("containers").resolve(container);
    }

    /** The logs of a pod, which stay until the pod is deleted. */
    public Path logs(Pod pod) {
        return logs().resolve("%s_%s_%s"
                .formatted(
                        pod.getMetadata().getNamespace(),
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid()));
    }

    public Path logs() {
        return root.resolve("logs");
    }

    public Path pods() {
        return root.resolve("pods");
    }

    /** The classes that run first in each process. */
    public Path launch() {
        return root.resolve("launch");
    }

    /** What an image unpacks at run time, shared by its containers and kept. */
    public Path image(String shortName) {
        return root.resolve("images").resolve(shortName);
    }

    /** A path of the node as a {@code hostPath} names it: never a path of this machine outside of {@link #root}. */
    public Path host(String path) {
        Path absolute = Path.of("/").resolve(path).normalize();
        return absolute.startsWith(root)
                ? absolute
                : root.resolve("host").resolve(absolute.toString().substring(1));
    }

    /** Removes a folder with all that it holds; one that is not there is fine. */
    public static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // Gone already.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bytes of all files in a folder, as far as they can be seen while a process works there. */
    public static long size(Path folder) {
        long[] sum = new long[1];
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum[0] += attributes.size();
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum[0];
    }
}
