package dev.millrace.local.node.image;

import java.nio.file.Path;
import java.util.List;

/**
 * A Java program.
 *
 * @param flags of the JVM, in the words of the image
 * @param classPath jars and folders, in order
 * @param mainClass its entry point
 */
public record Program(List<String> flags, List<Path> classPath, String mainClass) {
    public Program {
        flags = List.copyOf(flags);
        classPath = List.copyOf(classPath);
    }
}
