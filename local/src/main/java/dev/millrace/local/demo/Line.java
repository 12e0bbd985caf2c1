package dev.millrace.local.demo;

/**
 * A line of the picture: what is said of an object.
 *
 * @param phase of the object
 * @param text all that is said, the phase included; it is new when it differs
 * @param elapsed time, which goes on though nothing is new
 */
record Line(ObjectName name, String phase, String text, String elapsed) {
    @Override
    public String toString() {
        return text + "  " + elapsed;
    }
}
