package dev.millrace.operator.configuration;

import java.util.List;

/** The operator cannot start with these flags; the message has a line for each problem. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
