package dev.millrace.local.node.image;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * What a module's image configuration says.
 *
 * @param module its folder
 * @param jar its own classes, under its {@code target}
 * @param files what else lies in the image
 */
record ModuleImage(
        String module,
        String jar,
        String reference,
        String mainClass,
        List<String> flags,
        Map<String, String> environment,
        ImageFiles files) {
    /** Written by the build, see the root {@code pom.xml}. */
    private static final String CLASS_PATH = "class-path";

    /** The module's jar and all that it needs. */
    List<Path> classPath(Path root) throws IOException {
        Path target = root.resolve(module).resolve("target");
        List<Path> parts = new ArrayList<>(files.classPath());
        parts.add(existing(target.resolve(jar)));
        Path list = existing(target.resolve(CLASS_PATH));
        StringTokenizer files = new StringTokenizer(Files.readString(list).strip(), File.pathSeparator);
        while (files.hasMoreTokens()) {
            parts.add(existing(Path.of(files.nextToken())));
        }
        return parts;
    }

    private static Path existing(Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + " is missing");
        }
        return path.toAbsolutePath();
    }
}
