package dev.millrace.data.rows;

/**
 * Says where chunks of rows end, of what little it hangs on.
 *
 * <p>A chunk ends after a row whose hash ends in fifteen zero bits, once it has {@link #MIN_ROWS}; at {@link #MAX_ROWS}; or when its rows'
 * encodings reach {@link #MAX_BYTES}. So the same rows are cut at the same places, wherever they stand in a version, and rows that are
 * added or removed change the chunks around them only.
 */
public final class ChunkBounds {
    /** Fewer rows only in a version's last chunk, or where they are very large. */
    public static final int MIN_ROWS = 8_192;

    public static final int MAX_ROWS = 122_880;

    /** Of encoded rows: what bounds the memory that a chunk takes. */
    public static final long MAX_BYTES = 32L << 20;

    private static final int CUT_BITS = 0x7fff;

    private int rows;
    private long bytes;

    /** Whether a row's hash lets a chunk end. */
    public static boolean mayEnd(RowHashes batch, int row) {
        int last = (row + 1) * RowHashes.HASH_BYTES - 1;
        int tail = ((batch.hashes()[last - 1] & 0xff) << 8) | (batch.hashes()[last] & 0xff);
        return (tail & CUT_BITS) == 0;
    }

    /**
     * Takes the next row; true: it is the last of its chunk, and the next one begins another.
     *
     * @param length of the row's encoding
     * @param mayEnd what {@link #mayEnd} says of it
     */
    public boolean add(int length, boolean mayEnd) {
        rows++;
        bytes += length;
        boolean ends = rows >= MAX_ROWS || bytes >= MAX_BYTES || (rows >= MIN_ROWS && mayEnd);
        if (ends) {
            rows = 0;
            bytes = 0;
        }
        return ends;
    }
}
