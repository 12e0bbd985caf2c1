package dev.millrace.data.source;

import java.nio.file.Path;

/**
 * A file of a source.
 *
 * @param name its path relative to the source's root, for people
 * @param path where it lies now
 * @param size in bytes
 * @param state times at which its content and its entry in the file system were last changed
 */
public record SourceFile(String name, Path path, long size, String state) {}
