package dev.millrace.data.download;

import dev.millrace.contract.Digest;
import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Fetches one file and verifies it. What was cut off is asked for from where it ended, what may pass is tried again, with growing pauses, as
 * long as something comes.
 */
public final class Download {
    /** Tries in a row of which none brought a byte further. */
    private static final int FRUITLESS = 6;

    /** All tries: a server that hands out a file by the kilobyte comes to an end, too. */
    private static final int MOST = 200;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int LONGEST_NAME = 120;

    private final HttpFile file;
    private final Limits limits;
    private final Runnable stopCheck;

    /**
     * A download.
     *
     * @param guard which addresses may be reached
     * @param stopCheck called while bytes come, and between tries; what it throws ends the download
     */
    public Download(AddressGuard guard, Limits limits, Runnable stopCheck) {
        this.file = new HttpFile(guard, limits.silence(), stopCheck);
        this.limits = limits;
        this.stopCheck = stopCheck;
    }

    /**
     * How far a download goes.
     *
     * @param bytes that there is room for
     * @param silence how long a server may say nothing
     * @param pause waits between tries
     */
    public record Limits(long bytes, Duration silence, Pause pause) {}

    /** Waits, or pretends to. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /**
     * Fetches a file.
     *
     * @param folder an existing one, where the file gets the name that the URL ends with
     * @return where it lies, with the content of that digest
     * @throws StepException if it cannot be had, in a sentence that names the field and what the server said
     */
    public Path fetch(URI url, Digest digest, Path folder) throws IOException {
        HttpFile.requireWellFormed(url);
        Path path = folder.resolve(name(url));
        try (PartialFile partial = new PartialFile(path, limits.bytes())) {
            complete(url, partial);
            boolean continued = partial.continued();
            Digest found = partial.digest();
            if (continued && !found.equals(digest)) {
                partial.restart(null);
                complete(url, partial);
                found = partial.digest();
            }
            if (!found.equals(digest)) {
                throw StepException.badInput(
                        "spec.source.http.sha256: " + HttpFile.shown(url) + " has " + partial.size()
                                + " bytes with the SHA-256 " + found.hex() + ", not " + digest.hex()
                                + ": it was changed, or another file is meant. Make a version of the file as it is now with that SHA-256,"
                                + " or correct the URL.");
            }
        }
        return path;
    }

    private void complete(URI url, PartialFile partial) {
        int fruitless = 0;
        for (int tries = 1; ; tries++) {
            long before = partial.size();
            try {
                file.continueWith(url, partial);
                return;
            } catch (IOException e) {
                fruitless = partial.size() > before ? 1 : fruitless + 1;
                if (fruitless == FRUITLESS || tries == MOST) {
                    throw new StepException(
                            FailureReason.TRANSIENT,
                            "spec.source.http.url: " + HttpFile.shown(url) + " cannot be read: " + HttpTrouble.words(e)
                                    + " (tried " + tries + " times).",
                            e);
                }
                pause(fruitless, e);
            }
        }
    }

    /** Twice as long after each fruitless try, or as long as the server wants. */
    private void pause(int fruitless, IOException trouble) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (fruitless - 1));
        if (trouble instanceof HttpTrouble.Later later && later.pause().compareTo(pause) > 0) {
            pause = later.pause();
        }
        for (Duration left = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
                left.compareTo(Duration.ZERO) > 0;
                left = left.minus(TICK)) {
            stopCheck.run();
            try {
                limits.pause().of(left.compareTo(TICK) < 0 ? left : TICK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StepException(FailureReason.TRANSIENT, "The download was interrupted.", e);
            }
        }
    }

    /** The last part of the URL's path, as a file's name. */
    static String name(URI url) {
        List<String> parts = List.of((url.getPath() == null ? "" : url.getPath()).split("/"));
        String last = parts.isEmpty() ? "" : parts.get(parts.size() - 1);
        String plain = last.replaceAll("[^-._ \\p{L}\\p{N}]", "_");
        String name = plain.length() > LONGEST_NAME ? plain.substring(plain.length() - LONGEST_NAME) : plain;
        return name.isBlank() || name.startsWith(".") ? "file" + name : name;
    }
}
