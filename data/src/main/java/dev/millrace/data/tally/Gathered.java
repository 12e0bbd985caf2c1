package dev.millrace.data.tally;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What was gathered of some of the rows, in a form that can be sent to where that of the rows before them is: joined in the rows' order, the
 * parts say what they would have said of all rows at once, to the last bit.
 */
public interface Gathered {
    /** Writes all that was gathered. Ask once, when the last row came; nothing else can be asked then. */
    void write(DataOutputStream out) throws IOException;

    /**
     * Adds what was written of the rows that follow.
     *
     * @param in read to its end
     */
    void join(DataInputStream in) throws IOException;
}
