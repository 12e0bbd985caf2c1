package dev.millrace.local.node.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** The paths that flags such as {@code -Dname=/a/path} name, and where each lies here; without those that are in no folder. */
    Map<String, Path> named(List<String> flags) {
        Map<String, Path> paths = new LinkedHashMap<>();
        for (String flag : flags) {
            String value = flag.substring(flag.indexOf('=') + 1);
            locate(value).ifPresent(here -> paths.put(value, here));
        }
        return paths;
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
