package dev.millrace.data.bucket;

import dev.millrace.contract.report.StepException;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A key, or a glob over keys in which {@code /} parts folders: the globs of volumes. */
final class KeyPattern {
    private static final Pattern WILDCARD = Pattern.compile("[*?\\[{\\\\]");

    private final String pattern;
    private final PathMatcher matcher;

    private KeyPattern(String pattern, PathMatcher matcher) {
        this.pattern = pattern;
        this.matcher = matcher;
    }

    /** @throws StepException if it is no pattern */
    static KeyPattern of(String pattern) {
        try {
            return new KeyPattern(pattern, FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        } catch (PatternSyntaxException e) {
            throw StepException.badInput(
                    "spec.source.s3.uri: \"" + pattern + "\" is not a pattern: " + e.getDescription() + ".");
        }
    }

    /** What all keys that match begin with. */
    String prefix() {
        Matcher wildcard = WILDCARD.matcher(pattern);
        return wildcard.find() ? pattern.substring(0, wildcard.start()) : pattern;
    }

    /** Whether only one key matches: the first of those that begin with it. */
    boolean isKey() {
        return prefix().equals(pattern);
    }

    /** The folder of all keys that match; empty: the bucket's root. */
    String folder() {
        return prefix().substring(0, prefix().lastIndexOf('/') + 1);
    }

    boolean matches(String key) {
        if (key.equals(pattern)) {
            return true;
        }
        try {
            // Keys that end with a slash stand for folders.
            return !isKey() && !key.endsWith("/") && matcher.matches(Path.of(key));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return pattern;
    }
}
