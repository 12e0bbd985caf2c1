package dev.millrace.local.node.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogFileTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    Path folder;

    private Instant now = NOON;

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    };

    private LogFile log(long bytes, int files) throws IOException {
        return LogFile.create(folder.resolve("0.log"), clock, new LogFile.Rotation(bytes, files));
    }

    private static void write(LogFile log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.append(bytes, bytes.length);
    }

    private static String read(LogFile log, LogQuery query) throws IOException {
        try (LogReader reader = new LogReader(log, query)) {
            return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void linesAreKeptWithTheirTimes() throws Exception {
        LogFile log = log(1 << 20, 2);

        write(log, "one\ntw");
        now = NOON.plusSeconds(5);
        write(log, "o\nlast");
        log.close();

        assertThat(Files.readString(folder.resolve("0.log"))).isEqualTo("""
                        2026-01-01T12:00:00Z stdout F one
                        2026-01-01T12:00:05Z stdout F two
                        2026-01-01T12:00:05Z stdout P last
                        """);
        assertThat(read(log, LogQuery.ALL)).isEqualTo("one\ntwo\nlast");
        LogQuery recent =
                new LogQuery(false, OptionalLong.empty(), Optional.of(NOON.plusSeconds(1)), true, OptionalLong.empty());
        assertThat(read(log, recent)).isEqualTo("2026-01-01T12:00:05Z two\n2026-01-01T12:00:05Z last");
    }

    @Test
    void aTailIsFoundAcrossFilesAndTheOldestGo() throws Exception {
        LogFile log = log(200, 3);

        for (int i = 0; i < 100; i++) {
            write(log, "line " + i + "\n");
        }

        assertThat(read(log, LogQuery.tail(12))).startsWith("line 88\n").endsWith("line 99\n");
        assertThat(read(log, LogQuery.tail(0))).isEmpty();
        String all = read(log, LogQuery.ALL);
        assertThat(all).endsWith("line 99\n").doesNotContain("line 50\n");
        assertThat(read(log, LogQuery.tail(1000))).isEqualTo(all);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.count()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void limitBytesCuts() throws Exception {
        LogFile log = log(1 << 20, 2);
        write(log, "0123456789\n");

        assertThat(read(log, new LogQuery(false, OptionalLong.empty(), Optional.empty(), false, OptionalLong.of(4))))
                .isEqualTo("0123");
    }

    /** Whatever comes between two of its steps. */
    @RepeatedTest(20)
    void aFollowerSeesWhatComesAcrossRotationsAndTheEnd() throws Exception {
        LogFile log = log(100, 50);
        write(log, "before\n");
        LogReader reader = new LogReader(
                log, new LogQuery(true, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty()));
        CompletableFuture<String> followed = CompletableFuture.supplyAsync(() -> {
            try (reader) {
                return new String(reader.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        StringBuilder expected = new StringBuilder("before\n");
        for (int i = 0; i < 40; i++) {
            write(log, "line " + i + "\n");
            expected.append("line ").append(i).append('\n');
        }
        log.close();

        assertThat(followed.get(20, TimeUnit.SECONDS)).isEqualTo(expected.toString());
    }

    @Test
    void aFollowerThatIsClosedReturns() throws Exception {
        LogFile log = log(1 << 20, 2);
        write(log, "one\n");
        LogReader reader = new LogReader(
                log, new LogQuery(true, OptionalLong.empty(), Optional.empty(), false, OptionalLong.empty()));
        CompletableFuture<Integer> blocked = CompletableFuture.supplyAsync(() -> {
            try {
                while (reader.read() >= 0) {
                    // The line that is there.
                }
                return -1;
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });

        reader.close();

        assertThat(blocked.get(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aLogOfAnEarlierNodeIsRead() throws Exception {
        LogFile log = log(60, 5);
        write(log, "one\ntwo\nthree\n");
        write(log, "four\n");
        log.close();

        assertThat(read(LogFile.ended(folder.resolve("0.log")), LogQuery.ALL)).isEqualTo("one\ntwo\nthree\nfour\n");
    }

    @Test
    void longLinesAreCutIntoPartsThatReadAsOne() throws Exception {
        LogFile log = log(1 << 20, 2);
        String line = "x".repeat(40_000) + "\n";

        write(log, line);

        assertThat(read(log, LogQuery.ALL)).isEqualTo(line);
    }
}
