package dev.millrace.server;

import dev.millrace.contract.report.ExitCode;

/** A server that does not start. The sentence is for the person who deployed the model. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;
    private final String sentence;

    StartException(ExitCode code, String sentence, Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.sentence = sentence;
    }

    public ExitCode code() {
        return code;
    }

    public String sentence() {
        return sentence;
    }
}
