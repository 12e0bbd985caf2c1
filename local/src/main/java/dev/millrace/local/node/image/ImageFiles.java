package dev.millrace.local.node.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that an image has besides its jars, such as unpacked native libraries.
 *
 * @param folders of this machine, each laid over the image's root
 * @param before absolute paths of the image that come first in its class path
 */
record ImageFiles(List<Path> folders, List<String> before) {
    /** What of the class path's head is there. */
    List<Path> classPath() {
        return before.stream().map(this::locate).flatMap(Optional::stream).toList();
    }

    /** A flag such as {@code -Dname=/a/path}, with the path where it lies here; a path that is in no folder stays. */
    String rewrite(String flag) {
        int value = flag.indexOf('=') + 1;
        return locate(flag.substring(value))
                .map(here -> flag.substring(0, value) + here)
                .orElse(flag);
    }

    private Optional<Path> locate(String path) {
        if (!path.startsWith("/")) {
            return Optional.empty();
        }
        return folders.stream()
                .map(folder ->
                        folder.resolve(path.substring(1)).toAbsolutePath().normalize())
                .filter(Files::exists)
                .findFirst();
    }
}
