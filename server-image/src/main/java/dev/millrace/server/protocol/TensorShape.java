package dev.millrace.server.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** The shape of a column's tensor, [n] or [n, 1] with n of at least one; read again for every tensor. */
final class TensorShape {
    private final int[] sizes = new int[2];
    private int rank;

    /** @throws RefusedException if the parser stands on anything else */
    void read(JsonParser json) throws IOException {
        rank = 0;
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw new RefusedException(Refusal.WRONG_SHAPE, "shape must be [n] or [n, 1], not " + Quoted.token(json));
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || json.getNumberType() != JsonParser.NumberType.INT
                    || rank == sizes.length) {
                throw new RefusedException(Refusal.WRONG_SHAPE, "shape must be [n] or [n, 1] with a whole number n");
            }
            sizes[rank++] = json.getIntValue();
        }
        if (rank == 0 || sizes[0] < 1 || (rank == 2 && sizes[1] != 1)) {
            throw new RefusedException(
                    Refusal.WRONG_SHAPE,
                    "shape must be [n] or [n, 1] with n of at least 1, not "
                            + Arrays.toString(Arrays.copyOf(sizes, rank)));
        }
    }

    int rows() {
        return sizes[0];
    }

    /** Whether it is [n]. */
    boolean isFlat() {
        return rank == 1;
    }
}
