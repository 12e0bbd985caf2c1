package dev.millrace.data.ingest;

import dev.millrace.contract.report.StepException;
import dev.millrace.contract.report.StepSummary.FailureReason;
import dev.millrace.data.engine.Session;
import dev.millrace.data.ingest.RowFigures.Batch;
import dev.millrace.data.part.Place;
import dev.millrace.data.part.Workers;
import dev.millrace.data.rows.RowHashes;
import dev.millrace.data.sensitive.SensitiveColumns;
import dev.millrace.data.source.RowSource;
import dev.millrace.data.source.TypedRows;
import dev.millrace.data.source.WrongTypeException;
import dev.millrace.data.split.RowSplit;
import dev.millrace.data.tally.Gathered;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads the typed rows of a part once, and sends what it gathers to {@link PartJoining}: a summary, the rows' notes, and what is gathered of
 * each column and for each check.
 *
 * @param source with its columns
 */
record PartReading(PartedSource source) implements Workers.Sender {
    @Override
    public List<Path> run(int part, Place place) throws IOException {
        Path scratch = place.resources().scratch();
        List<Path> files = new ArrayList<>();
        int receivers = PartJoining.receivers(source);
        for (int receiver = 0; receiver < receivers; receiver++) {
            files.add(Files.createFile(scratch.resolve("to-" + receiver)));
        }
        byte[] summary = Answer.of(SensitiveColumns.of(source.plan().columns()), out -> {
            try (Session session = Session.open(place.resources());
                    RowFigures figures = new RowFigures(
                            source.splits().layout(),
                            source.tests(place.resources(), place.store(), place::stopCheck),
                            scratch)) {
                read(part, figures, new Reading(place, session, files.get(PartJoining.NOTES)));
                for (long rows : figures.counts().bySplit()) {
                    out.writeLong(rows);
                }
                figures.tests().write(out);
                List<Gathered> all = Stream.concat(figures.columns().stream(), figures.checks().stream())
                        .<Gathered>map(gathered -> gathered)
                        .toList();
                for (int i = 0; i < all.size(); i++) {
                    write(all.get(i), files.get(PartJoining.FIRST_GATHERED + i));
                }
            } catch (WrongTypeException e) {
                throw new StepException(
                        FailureReason.TRANSIENT,
                        source.files().get(part).path()
                                + " was changed while it was read; another attempt reads it as it then is.",
                        e);
            }
        });
        Files.write(files.get(PartJoining.SUMMARY), summary);
        return files;
    }

    private record Reading(Place place, Session session, Path notes) {}

    private void read(int part, RowFigures figures, Reading reading) throws IOException {
        Session session = reading.session();
        RowSource opened = source.open(part, reading.place(), session);
        TypedRows rows = source.typing(opened, reading.place(), session).as(source.found(opened));
        RowSplit split = source.splits()
                .split(new Splits.Reading(
                        rows, session, reading.place().resources().scratch(), reading.place()::stopCheck));
        long[] seen = {0};
        try (RowNotes.Writer notes = new RowNotes.Writer(reading.notes())) {
            rows.read(session, columns -> new Batch(columns, RowHashes.of(columns), split.codes(columns)), batch -> {
                reading.place().stopCheck();
                rows.requireFinite(batch.columns(), seen[0], session);
                figures.looks(batch).stream().parallel().forEach(Runnable::run);
                write(batch, notes);
                seen[0] += batch.splits().length;
            });
        }
    }

    private static void write(Batch batch, RowNotes.Writer notes) {
        try {
            notes.add(batch.hashes(), batch.splits());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Gathered gathered, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            gathered.write(out);
        }
    }
}
