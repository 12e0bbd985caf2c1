package dev.millrace.local.demo;

/**
 * A line of the picture: what is said of an object.
 *
 * @param phase of the object
 * @param detail what is said besides; empty for nothing
 * @param text all of it, in columns whose width other lines decide, too
 * @param elapsed time, which goes on though nothing is new
 */
record Line(ObjectName name, String phase, String detail, String text, String elapsed) {
    @Override
    public String toString() {
        return text + "  " + elapsed;
    }
}
