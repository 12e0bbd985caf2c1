package dev.millrace.data.ingest;

import dev.millrace.contract.Json;
import dev.millrace.contract.dataset.DatasetManifest.Column;
import dev.millrace.data.check.LeakCheck;
import dev.millrace.data.part.Place;
import dev.millrace.data.part.Workers;
import dev.millrace.data.profile.ColumnProfiler;
import dev.millrace.data.rows.ChunkBounds;
import dev.millrace.data.tally.Gathered;
import dev.millrace.store.Store.Stored;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Joins what the parts of a source were found to have: one receiver passes their summaries on, one cuts the chunks, and one concludes each
 * column and each check. A part that was refused sent empty files.
 */
record PartJoining(PartedSource source) implements Workers.Receiver {
    static final int SUMMARY = 0;
    static final int NOTES = 1;
    static final int FIRST_GATHERED = 2;

    /** How many there are. */
    static int receivers(PartedSource source) {
        return FIRST_GATHERED
                + source.columns().size()
                + RowFigures.checks(source.splits().layout());
    }

    @Override
    public byte[] run(int receiver, Iterator<InputStream> files, Place place) throws IOException {
        if (receiver == SUMMARY) {
            return summaries(files);
        }
        if (receiver == NOTES) {
            return Json.bytes(cuts(files, place));
        }
        int column = receiver - FIRST_GATHERED;
        return column < source.columns().size()
                ? Json.bytes(column(column, files, place))
                : Json.bytes(warnings(column - source.columns().size(), files, place));
    }

    /** Each with its length before it. */
    private static byte[] summaries(Iterator<InputStream> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        while (files.hasNext()) {
            byte[] summary = files.next().readAllBytes();
            out.writeInt(summary.length);
            out.write(summary);
        }
        return bytes.toByteArray();
    }

    /**
     * Where chunks end.
     *
     * @param rows of each part
     * @param ends the number of rows up to each chunk's end
     * @param splits the blob with the code of each row's split
     */
    record Cuts(List<Long> rows, List<Long> ends, Stored splits) {}

    private static Cuts cuts(Iterator<InputStream> files, Place place) throws IOException {
        Path splits = place.resources().scratch().resolve("splits");
        ChunkBounds bounds = new ChunkBounds();
        LongStream.Builder rows = LongStream.builder();
        LongStream.Builder ends = LongStream.builder();
        long seen = 0;
        long lastEnd = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(splits))) {
            while (files.hasNext()) {
                long before = seen;
                RowNotes.Reader notes = new RowNotes.Reader(files.next());
                while (notes.next()) {
                    out.write(notes.split());
                    seen++;
                    if (bounds.add(notes.length(), notes.mayEnd())) {
                        ends.add(seen);
                        lastEnd = seen;
                    }
                    if (seen % (1 << 20) == 0) {
                        place.stopCheck();
                    }
                }
                rows.add(seen - before);
            }
        }
        if (seen > lastEnd) {
            ends.add(seen);
        }
        return new Cuts(
                rows.build().boxed().toList(),
                ends.build().boxed().toList(),
                place.store().put(splits));
    }

    private ColumnProfiler.Conclusion column(int index, Iterator<InputStream> files, Place place) throws IOException {
        RowLayout layout = source.splits().layout();
        Column column = layout.columns().get(index);
        try (ColumnProfiler profiler = new ColumnProfiler(
                column.name(), column.type(), 1, place.resources().scratch())) {
            join(profiler, files);
            return profiler.conclude(
                    layout.role(column.name()),
                    Completion.parentProfile(source.plan(), place.store())
                            .map(profile -> Comparisons.with(profile, layout).get(column.name())));
        }
    }

    private List<String> warnings(int index, Iterator<InputStream> files, Place place) throws IOException {
        try (RowFigures figures = new RowFigures(
                source.splits().layout(),
                source.tests(place.resources(), place.store(), place::stopCheck),
                place.resources().scratch())) {
            LeakCheck check = figures.checks().get(index);
            join(check, files);
            return check.warnings();
        }
    }

    private static void join(Gathered gathered, Iterator<InputStream> files) throws IOException {
        while (files.hasNext()) {
            InputStream file = new BufferedInputStream(files.next());
            file.mark(1);
            if (file.read() >= 0) {
                file.reset();
                gathered.join(new DataInputStream(file));
            }
        }
    }
}
