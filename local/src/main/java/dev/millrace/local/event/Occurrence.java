package dev.millrace.local.event;

/**
 * What happened.
 *
 * @param type {@code Normal} or {@code Warning}
 * @param reason a word for programs
 * @param message a sentence for people
 */
public record Occurrence(String type, String reason, String message) {
    /** Something that is as it should be. */
    public static Occurrence normal(String reason, String message) {
        return new Occurrence("Normal", reason, message);
    }

    /** Something that a person may have to look at. */
    public static Occurrence warning(String reason, String message) {
        return new Occurrence("Warning", reason, message);
    }
}
