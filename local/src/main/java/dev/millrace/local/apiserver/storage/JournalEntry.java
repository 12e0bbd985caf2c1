package dev.millrace.local.apiserver.storage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A change as the journal has it: length, checksum, operation, revision, resource, name, object. */
final class JournalEntry {
    private static final int HEAD = 8;
    private static final byte PUT = 1;
    private static final byte REMOVED = 2;

    private final String resource;
    private final ObjectKey key;
    private final long revision;
    private final byte @Nullable [] json;

    /**
     * A change.
     *
     * @param json the object, or null where it was removed
     */
    JournalEntry(String resource, ObjectKey key, long revision, byte @Nullable [] json) {
        this.resource = resource;
        this.key = key;
        this.revision = revision;
        this.json = json;
    }

    String resource() {
        return resource;
    }

    ObjectKey key() {
        return key;
    }

    long revision() {
        return revision;
    }

    byte @Nullable [] json() {
        return json;
    }

    ByteBuffer write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(128 + (json == null ? 0 : json.length));
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(json == null ? REMOVED : PUT);
            out.writeLong(revision);
            out.writeUTF(resource);
            out.writeUTF(key.namespace());
            out.writeUTF(key.name());
            if (json != null) {
                out.write(json);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] body = bytes.toByteArray();
        return ByteBuffer.allocate(HEAD + body.length)
                .putInt(body.length)
                .putInt(checksum(body))
                .put(body)
                .flip();
    }

    /** The next entry, or null where the file ends, or ends in the middle of one. */
    static @Nullable JournalEntry read(ByteBuffer file) throws IOException {
        if (file.remaining() < HEAD) {
            return null;
        }
        int start = file.position();
        int length = file.getInt();
        int checksum = file.getInt();
        if (length <= 0 || length > file.remaining()) {
            file.position(start);
            return null;
        }
        byte[] body = new byte[length];
        file.get(body);
        if (checksum(body) != checksum) {
            file.position(start);
            return null;
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(body))) {
            byte operation = in.readByte();
            long revision = in.readLong();
            String resource = in.readUTF();
            ObjectKey key = new ObjectKey(in.readUTF(), in.readUTF());
            return new JournalEntry(resource, key, revision, operation == PUT ? in.readAllBytes() : null);
        } catch (EOFException e) {
            throw new IOException("an entry of the journal is shorter than it says", e);
        }
    }

    /** Whether behind bytes that are no entry, though as long as they say, there is one: then they are no torn end. */
    static boolean follows(ByteBuffer file) throws IOException {
        ByteBuffer rest = file.duplicate();
        if (rest.remaining() < HEAD) {
            return false;
        }
        int length = rest.getInt();
        if (length <= 0 || length > rest.remaining() - Integer.BYTES) {
            return false;
        }
        rest.position(rest.position() + Integer.BYTES + length);
        return read(rest) != null;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }
}
