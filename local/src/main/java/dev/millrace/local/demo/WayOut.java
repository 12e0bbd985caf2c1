package dev.millrace.local.demo;

import java.nio.file.Path;

/** What a person can do about an object that does not get further. */
final class WayOut {
    private WayOut() {}

    /** The object's own message, and how to go on from there. */
    static String of(Standing standing, Path folder) {
        String message = standing.detail().isEmpty() ? "it gives no reason" : standing.detail();
        return """
                %s is %s: %s
                Change what is in %s and run `make demo` again: it goes on from what is there, and `make demo-clean` forgets it.""".formatted(standing.name(), standing.phase(), message, folder);
    }
}
