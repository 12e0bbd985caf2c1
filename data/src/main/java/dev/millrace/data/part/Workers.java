package dev.millrace.data.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * Machines that work on the parts of a source together. Any task may run on any of them, and again if its machine is lost: it must give the
 * same again. What a task throws is tried again a few times, and then ends the work.
 */
public interface Workers {
    /** Runs tasks, numbered from 0, and gives their results in that order. */
    List<byte[]> each(int tasks, Task task);

    /**
     * Lets every sender make a file for every receiver, and every receiver read those that were made for it. What is sent may be larger than
     * any machine's memory.
     *
     * @return what the receivers make of it, in their order
     */
    List<byte[]> exchange(Sizes sizes, Sender sender, Receiver receiver);

    /** Numbers of those who send and of those who receive. */
    record Sizes(int senders, int receivers) {}

    /** Work on one part. */
    interface Task extends Serializable {
        /** The result, small enough for one machine to hold those of all tasks. */
        byte[] run(int number, Place place) throws IOException;
    }

    /** Makes files of one part. */
    interface Sender extends Serializable {
        /** A file for each of the receivers, in their order, each in the place's scratch folder or empty. */
        List<Path> run(int number, Place place) throws IOException;
    }

    /** Takes the files that were made for it. */
    interface Receiver extends Serializable {
        /**
         * The result, small enough for one machine to hold those of all receivers.
         *
         * @param files of the senders, in their order; each is gone when the next is asked for
         */
        byte[] run(int number, Iterator<InputStream> files, Place place) throws IOException;
    }
}
