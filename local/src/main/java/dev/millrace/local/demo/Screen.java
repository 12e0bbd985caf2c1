package dev.millrace.local.demo;

import java.util.List;

/** Where the demo shows how it goes. */
interface Screen {
    /** Shows lines in place of those that were shown before. */
    void show(List<Line> lines);

    /** What was shown last stays; what comes now stands below it. */
    void say(String text);
}
