package dev.millrace.data.database;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;

/**
 * What a database's error means, in words that hold nothing of the Secret and no value of a row.
 *
 * @param lasting whether the same again gives the same
 * @param about what it is about
 */
record Trouble(boolean lasting, About about, String words) {
    /** What a sentence begins with. */
    enum About {
        /** The server, or the way to it. */
        SERVER,
        /** What it was asked. */
        QUERY
    }

    static Trouble lastingOfServer(String words) {
        return new Trouble(true, About.SERVER, words);
    }

    static Trouble passingOfServer(String words) {
        return new Trouble(false, About.SERVER, words);
    }

    static Trouble lastingOfQuery(String words) {
        return new Trouble(true, About.QUERY, words);
    }

    static Trouble passingOfQuery(String words) {
        return new Trouble(false, About.QUERY, words);
    }

    /** As a step's end. */
    StepException exception(DatabaseUrl url) {
        String sentence =
                switch (about) {
                    case SERVER -> DatabaseLogin.FIELD + ": " + url.place() + " " + words;
                    case QUERY -> OrderedQuery.FIELD + ": " + words;
                };
        return new StepException(lasting ? FailureReason.BAD_INPUT : FailureReason.TRANSIENT, sentence);
    }

    /** Of an error that its state alone tells of: values of rows are in many messages. */
    static Trouble ofValues(String state) {
        String what =
                switch (state) {
                    case "22012" -> "a division by zero";
                    case "22003" -> "a number that is out of range";
                    case "22P02", "22018" -> "a text that has not the form of the type that it is cast to";
                    case "22007", "22008" -> "a text or number that is no date";
                    default -> "a value that it cannot work with";
                };
        return lastingOfQuery("the database stops at " + what + " (SQLSTATE " + state
                + "): leave such rows out, or cast them only where they fit.");
    }
}
