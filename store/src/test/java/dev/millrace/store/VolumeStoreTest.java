package dev.millrace.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.contract.Digest;
import dev.millrace.store.StoreException.StoreMissing;
import dev.millrace.store.StoreException.StoreUnavailable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeStoreTest {
    private static final byte[] CONTENT = "rows".getBytes(UTF_8);
    private static final Digest DIGEST = Digest.of(CONTENT);

    @TempDir
    Path root;

    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(URI.create("file://" + root));
    }

    private Path blobFile() {
        return root.resolve("blobs/sha256/" + DIGEST.hex().substring(0, 2) + "/" + DIGEST.hex());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void blobsLieUnderTheirDigests() throws IOException {
        store.put(CONTENT);

        assertThat(files()).containsExactly(blobFile());
    }

    @Test
    void leftoversOfKilledWritersDoNoHarmAndGoAfterADay() throws IOException {
        Path tmp = Files.createDirectories(root.resolve("tmp"));
        Path old = Files.writeString(tmp.resolve("old"), "half");
        Path fresh = Files.writeString(tmp.resolve("fresh"), "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(90_000)));

        store.put(CONTENT);

        assertThat(files()).containsExactlyInAnyOrder(fresh, blobFile());
    }

    @Test
    void saysWhereAStoreIsMissing() {
        assertThatThrownBy(() -> Store.open(URI.create("file:///no/such/place")))
                .isInstanceOf(StoreMissing.class)
                .hasMessage("there is no store at file:///no/such/place: mount the namespace's store claim there");
    }

    @Test
    void saysThatItCannotBeWritten() throws IOException {
        // A file in the place of the folder fails for every user, root too.
        Files.writeString(root.resolve("blobs"), "");

        assertThatThrownBy(() -> store.put(CONTENT))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageStartingWith("the store file://" + root + " cannot be written: ");
    }
}
