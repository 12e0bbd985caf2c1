package dev.millrace.data.database;

/** A server's words in a sentence of ours. */
final class Shortened {
    private static final int LONGEST = 300;

    private Shortened() {}

    /** On one line, not too long, without the point at its end. */
    static String of(String words) {
        String line = words.strip().replaceAll("\\s+", " ").replaceFirst("[.]$", "");
        return line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
    }
}
