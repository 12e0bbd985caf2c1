package dev.millrace.data.diff;

import dev.millrace.data.diff.Surplus.Side;
import java.util.function.LongConsumer;

/** Hashes of rows, one of 64 bits each, in the rows' order. */
interface Hashes extends AutoCloseable {
    /** The next ones; an empty array: there are none. */
    long[] next();

    @Override
    void close();

    /** Takes two versions' hashes by turns, so that what both have cancels out soon. */
    static void compare(Hashes parent, Hashes child, Surplus surplus) {
        long[] ofParent = parent.next();
        long[] ofChild = child.next();
        int inParent = 0;
        int inChild = 0;
        while (ofParent.length > 0 && ofChild.length > 0) {
            int rows = Math.min(ofParent.length - inParent, ofChild.length - inChild);
            for (int row = 0; row < rows; row++) {
                if (ofParent[inParent] != ofChild[inChild]) {
                    surplus.add(ofParent[inParent], Side.PARENT);
                    surplus.add(ofChild[inChild], Side.CHILD);
                }
                inParent++;
                inChild++;
            }
            if (inParent == ofParent.length) {
                ofParent = parent.next();
                inParent = 0;
            }
            if (inChild == ofChild.length) {
                ofChild = child.next();
                inChild = 0;
            }
        }
        rest(parent, ofParent, inParent, hash -> surplus.add(hash, Side.PARENT));
        rest(child, ofChild, inChild, hash -> surplus.add(hash, Side.CHILD));
    }

    private static void rest(Hashes hashes, long[] current, int from, LongConsumer consumer) {
        int at = from;
        for (long[] left = current; left.length > 0; left = hashes.next()) {
            for (; at < left.length; at++) {
                consumer.accept(left[at]);
            }
            at = 0;
        }
    }
}
