package dev.millrace.data.rows;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tells UTF-8 from other bytes as strictly as the standard: no overlong forms, no surrogates. One thread uses one. */
public final class Utf8 {
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final CharBuffer characters = CharBuffer.allocate(1 << 12);

    /** Where the first byte stands that is of no character; {@code to}: there is none. */
    public int firstInvalid(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        if (at == to) {
            return to;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, at, to - at);
        decoder.reset();
        do {
            characters.clear();
        } while (decoder.decode(rest, characters, true).isOverflow());
        return rest.position();
    }

    /** Characters (Unicode code points) in valid bytes. */
    public static int characters(byte[] bytes, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            if ((bytes[at] & 0xc0) != 0x80) {
                count++;
            }
        }
        return count;
    }
}
