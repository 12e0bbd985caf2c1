package dev.millrace.data.source;

import java.nio.file.Path;

/**
 * A file of a source.
 *
 * @param name its path relative to the source's root, or its key in a bucket, for people
 * @param path where it lies now
 * @param size in bytes
 * @param state which other one it has after any change: the times of its content and of its entry in the file system, or its tag in a bucket
 */
public record SourceFile(String name, Path path, long size, String state) {}
