package dev.millrace.server.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Whether a body is UTF-8. The JSON parser would take other encodings by guess, and lets some wrong bytes pass.
 */
final class Utf8 {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** @throws RefusedException if the first {@code length} bytes are not UTF-8, or have a byte order mark or a zero among the first two */
    static void require(byte[] body, int length) {
        if (length >= 2 && (body[0] == 0 || body[1] == 0)) {
            throw refused();
        }
        if (!isAscii(body, length)) {
            if (body[0] == (byte) 0xEF) {
                throw refused();
            }
            try {
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(body, 0, length));
            } catch (CharacterCodingException e) {
                throw refused();
            }
        }
    }

    private static boolean isAscii(byte[] body, int length) {
        long bits = 0;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            bits |= (long) EIGHT_BYTES.get(body, i);
        }
        for (; i < length; i++) {
            bits |= body[i] < 0 ? HIGH_BITS : 0;
        }
        return (bits & HIGH_BITS) == 0;
    }

    private static RefusedException refused() {
        return new RefusedException(Refusal.NOT_UTF8, "the body must be UTF-8 without a byte order mark");
    }
}
