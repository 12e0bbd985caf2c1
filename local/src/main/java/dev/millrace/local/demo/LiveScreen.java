package dev.millrace.local.demo;

import java.io.PrintStream;
import java.util.List;

/** A terminal: the lines are drawn over and over in the same place. */
final class LiveScreen implements Screen {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_LINE = "\u001b[2K";
    private static final String CLEAR_BELOW = "\u001b[J";
    /** A line that is too long is cut by the terminal: one that went on in the next row would spoil the count. */
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private List<Line> shown = List.of();

    LiveScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(List<Line> lines) {
        if (lines.equals(shown)) {
            return;
        }
        StringBuilder text = new StringBuilder(CUT);
        if (!shown.isEmpty()) {
            text.append(UP.formatted(shown.size()));
        }
        lines.forEach(line -> text.append('\r').append(CLEAR_LINE).append(line).append('\n'));
        // In one write: a terminal must never see half a picture, nor keep cutting lines when we are killed.
        out.print(text.append(CLEAR_BELOW).append(WRAP));
        out.flush();
        shown = List.copyOf(lines);
    }

    @Override
    public void say(String text) {
        shown = List.of();
        out.println(text);
        out.flush();
    }
}
