package dev.millrace.local.demo;

/** How far an object is from what its spec asks for. */
enum Outcome {
    UNDERWAY,
    /** It is what its spec asks for. */
    REACHED,
    /** It does not get there by itself. */
    BROKEN
}
