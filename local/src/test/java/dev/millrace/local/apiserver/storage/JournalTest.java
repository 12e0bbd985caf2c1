package dev.millrace.local.apiserver.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.local.apiserver.document.Documents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is there again, and what cannot be read is not taken for nothing. */
class JournalTest {
    private static final String RESOURCE = "configmaps";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void storeThree() throws Exception {
        file = folder.resolve("objects");
        try (Store store = Store.open(file)) {
            for (String name : new String[] {"a", "b", "c"}) {
                store.put(store.resource(RESOURCE), new ObjectKey("default", name), null, Documents.object());
            }
        }
    }

    @Test
    void isReadAgain() throws IOException {
        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void tornEndIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(stored()).isEqualTo(2);
    }

    @Test
    void endThatNeverReachedTheDiskIsCutOff() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length + 4096));

        assertThat(stored()).isEqualTo(3);
    }

    @Test
    void damageInTheMiddleIsRefusedAndNothingIsLost() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        // In the name of the second of four entries: the first is the revision.
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> Store.open(file))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is damaged at byte ");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void anotherVersionIsRefusedAndLeftAsItIs() throws IOException {
        for (String text : new String[] {"millrace-objects-0\n", "short", "something else, longer than the magic"}) {
            Files.writeString(file, text);

            assertThatThrownBy(() -> Store.open(file))
                    .hasMessage(
                            file + " is not a journal of this version: move it away to begin anew (make demo-clean)");
            assertThat(file).hasContent(text);
        }
    }

    @Test
    void fileThatIsInUseIsRefused() throws IOException {
        try (Store first = Store.open(file)) {
            assertThat(first.trouble()).isEmpty();
            assertThatThrownBy(() -> Store.open(file)).hasMessageStartingWith(file + " is in use by another process");
        }
    }

    private int stored() throws IOException {
        try (Store store = Store.open(file)) {
            return store.resource(RESOURCE).all().size();
        }
    }
}
