package dev.millrace.data.source;

/** A row has a value that is not of the type that the rows before suggested for its column: the types must be found on all rows first. */
public final class WrongTypeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WrongTypeException() {
        super("a value is not of the type that its column was taken to have", null, false, false);
    }
}
