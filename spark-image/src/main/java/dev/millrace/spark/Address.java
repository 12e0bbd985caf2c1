package dev.millrace.spark;

import java.io.Serializable;
import java.util.Comparator;

/** What a block of a file is known by between those who send and those who receive: sorted, blocks make files, and files come in order. */
record Address(int receiver, int sender, int block) implements Serializable, Comparable<Address> {
    private static final Comparator<Address> ORDER = Comparator.comparingInt(Address::receiver)
            .thenComparingInt(Address::sender)
            .thenComparingInt(Address::block);

    @Override
    public int compareTo(Address other) {
        return ORDER.compare(this, other);
    }
}
