package dev.millrace.data.source;

import java.nio.file.Path;

/**
 * A file of a source.
 *
 * @param name its path relative to the source's root, for people
 * @param path where it lies now
 * @param size in bytes
 * @param modified time of its last change in milliseconds since 1970
 */
public record SourceFile(String name, Path path, long size, long modified) {}
