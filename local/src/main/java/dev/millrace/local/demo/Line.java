package dev.millrace.local.demo;

/**
 * A line of the picture.
 *
 * @param text that is new when it differs
 * @param elapsed time, which goes on though nothing is new
 */
record Line(String text, String elapsed) {
    @Override
    public String toString() {
        return text + "  " + elapsed;
    }
}
