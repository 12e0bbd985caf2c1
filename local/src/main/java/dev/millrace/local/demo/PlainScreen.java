package dev.millrace.local.demo;

import java.io.PrintStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A file or a pipe: a line is written when it says something new. That time passes is not new. */
final class PlainScreen implements Screen {
    private final PrintStream out;
    private final Set<String> written = new HashSet<>();

    PlainScreen(PrintStream out) {
        this.out = out;
    }

    @Override
    public void show(List<Line> lines) {
        lines.stream().filter(line -> written.add(line.text())).forEach(out::println);
        out.flush();
    }

    @Override
    public void say(String text) {
        out.println(text);
        out.flush();
    }
}
