package dev.millrace.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Log lines as {@code time=… level=… logger=… message="…"} on standard error, by the JDK's own logging: a logging library would take a
 * tenth of the time to readiness.
 */
final class LogLines extends Formatter {
    private LogLines() {}

    static void install() {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setFormatter(new LogLines());
        root.addHandler(console);
        root.setLevel(Level.INFO);
        Logger.getLogger("org.xnio").setLevel(Level.WARNING);
        Logger.getLogger("org.jboss.threads").setLevel(Level.WARNING);
        Logger.getLogger("io.undertow").setLevel(Level.WARNING);
    }

    @Override
    public String format(LogRecord record) {
        StringBuilder line = new StringBuilder(160)
                .append("time=")
                .append(record.getInstant())
                .append(" level=")
                .append(record.getLevel().getName())
                .append(" logger=")
                .append(record.getLoggerName())
                .append(" message=\"")
                .append(escaped(formatMessage(record)))
                .append('"');
        if (record.getThrown() != null) {
            StringWriter trace = new StringWriter();
            record.getThrown().printStackTrace(new PrintWriter(trace));
            line.append(" exception=\"").append(escaped(trace.toString())).append('"');
        }
        return line.append('\n').toString();
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "")
                .replace("\n", "\\n");
    }
}
