package dev.millrace.local.demo;

/** The demo does not get to its end. The message says why and, where there is one, the way out. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
        super(message);
    }
}
