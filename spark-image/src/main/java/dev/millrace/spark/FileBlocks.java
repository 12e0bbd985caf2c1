package dev.millrace.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The files of a sender as addressed blocks, read when they are asked for. An empty file is an empty block. */
final class FileBlocks implements Iterator<Tuple2<Address, byte[]>> {
    static final int BYTES = 1 << 18;

    private final int sender;
    private final List<Path> files;
    private int file = -1;
    private int block;
    private @Nullable InputStream open;
    private byte[] next = new byte[0];
    private boolean ended;

    FileBlocks(int sender, List<Path> files) {
        this.sender = sender;
        this.files = files;
        nextFile();
    }

    private void nextFile() {
        try {
            if (open != null) {
                open.close();
                open = null;
            }
            file++;
            block = 0;
            ended = file == files.size();
            if (!ended) {
                open = Files.newInputStream(files.get(file));
                next = open.readNBytes(BYTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public Tuple2<Address, byte[]> next() {
        InputStream in = open;
        if (in == null) {
            throw new NoSuchElementException();
        }
        Tuple2<Address, byte[]> result = new Tuple2<>(new Address(file, sender, block++), next);
        try {
            next = in.readNBytes(BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (next.length == 0) {
            nextFile();
        }
        return result;
    }
}
