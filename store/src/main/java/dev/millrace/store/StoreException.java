package dev.millrace.store;

import dev.millrace.contract.Digest;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a store. Each message is a sentence that a person can act on. */
public abstract sealed class StoreException extends RuntimeException {
    private final String sentence;

    private StoreException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
        this.sentence = sentence;
    }

    @Override
    public final String getMessage() {
        return sentence;
    }

    /** There is no store where the URI points. */
    public static final class StoreMissing extends StoreException {
        public StoreMissing(String sentence) {
            super(sentence, null);
        }

        public StoreMissing(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /** A blob or document that is referred to does not exist. */
    public static final class ContentMissing extends StoreException {
        public ContentMissing(String sentence) {
            super(sentence, null);
        }

        /** Of a blob that is not there. */
        public static ContentMissing blob(Digest blob, String place) {
            return new ContentMissing("blob " + blob + " is missing from the store (" + place
                    + "): restore it, or make it anew by repeating the step that wrote it");
        }
    }

    /** A blob's bytes are not those that its name promises. */
    public static final class ContentCorrupted extends StoreException {
        public ContentCorrupted(String sentence) {
            super(sentence, null);
        }

        /** Of a blob with other bytes. */
        public static ContentCorrupted blob(Digest blob, Digest found, String place) {
            return new ContentCorrupted("blob " + blob + " is corrupted (" + place + "): its bytes have the digest "
                    + found + "; restore it, or make it anew by repeating the step that wrote it");
        }
    }

    /** Reading or writing failed in a way that may pass: no space, no permission, a server that does not answer. */
    public static final class StoreUnavailable extends StoreException {
        public StoreUnavailable(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }
}
