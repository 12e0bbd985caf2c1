package dev.millrace.data.part;

import dev.millrace.contract.report.StepReport;
import dev.millrace.data.Workplace;
import dev.millrace.data.engine.Resources;
import dev.millrace.data.source.SourceFile;
import dev.millrace.store.Store;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/** Workers in this process, to whom tasks are sent as bytes, as to others: the last task first. */
public final class LocalWorkers implements Workers {
    private final Workplace workplace;

    public LocalWorkers(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public List<byte[]> each(int tasks, Task task) {
        return last(tasks, number -> sent(task).run(number, new Here(workplace.resources())));
    }

    @Override
    public List<byte[]> exchange(Sizes sizes, Sender sender, Receiver receiver) {
        List<List<Path>> files =
                last(sizes.senders(), number -> sent(sender).run(number, new Here(workplace.resources())));
        return last(sizes.receivers(), number -> {
            Iterator<InputStream> streams =
                    files.stream().map(of -> open(of.get(number))).iterator();
            return sent(receiver).run(number, streams, new Here(workplace.resources()));
        });
    }

    private interface Work<T> {
        T run(int number) throws IOException;
    }

    private static <T> List<T> last(int tasks, Work<T> work) {
        List<T> results = new ArrayList<>();
        IntStream.range(0, tasks).map(i -> tasks - 1 - i).forEach(number -> {
            try {
                results.add(0, work.run(number));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return results;
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"})
    private static <T> T sent(T task) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(task);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class Here implements Place {
        private final Resources resources;

        Here(Resources resources) {
            this.resources = resources;
        }

        @Override
        public Store store() {
            return workplace.store();
        }

        @Override
        public Resources resources() {
            return resources;
        }

        @Override
        public SourceFile bring(StepReport.SourceFile file) {
            return new SourceFile(file.path(), workplace.source().resolve(file.path()), file.size(), file.state());
        }

        @Override
        public void stopCheck() {}
    }
}
