package dev.millrace.spark;

import java.io.InputStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** The files that blocks come of, for one receiver. What is left of a file is skipped when the next is asked for. */
final class BlockFiles implements Iterator<InputStream> {
    private final Iterator<Tuple2<Address, byte[]>> blocks;
    private @Nullable Tuple2<Address, byte[]> ahead;
    private int sender = -1;

    /** @param blocks sorted */
    BlockFiles(Iterator<Tuple2<Address, byte[]>> blocks) {
        this.blocks = blocks;
        advance();
    }

    private void advance() {
        ahead = blocks.hasNext() ? blocks.next() : null;
    }

    @Override
    public boolean hasNext() {
        while (ahead != null && ahead._1().sender() == sender) {
            advance();
        }
        return ahead != null;
    }

    @Override
    public InputStream next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        sender = ahead._1().sender();
        return new Blocks();
    }

    /** The blocks of one file. */
    private final class Blocks extends InputStream {
        private final int of = sender;
        private byte[] block = new byte[0];
        private int place;

        private boolean fill() {
            while (place == block.length) {
                if (ahead == null || ahead._1().sender() != of) {
                    return false;
                }
                block = ahead._2();
                place = 0;
                advance();
            }
            return true;
        }

        @Override
        public int read() {
            return fill() ? block[place++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int length) {
            if (length == 0) {
                return 0;
            }
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, block.length - place);
            System.arraycopy(block, place, bytes, from, count);
            place += count;
            return count;
        }
    }
}
