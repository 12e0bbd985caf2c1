package dev.millrace.operator.golden;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder with {@code in-*.yaml}, what a case starts from, and {@code out-*.yaml}, what must come of it. An input that is not read and an
 * output that does not come fail the test. With {@code -Dgolden.write} the outputs are written instead, to be read before they are committed.
 */
public final class GoldenFolder {
    private static final Path ROOT = Path.of("src/test/resources/golden");
    private static final boolean WRITE = System.getProperty("golden.write") != null;

    private final Path folder;
    private final Set<String> read = new HashSet<>();

    private GoldenFolder(Path folder) {
        this.folder = folder;
    }

    /** A kind's folders, by name. */
    public static Stream<GoldenFolder> of(String kind) {
        try (Stream<Path> folders = Files.list(ROOT.resolve(kind))) {
            return folders.filter(Files::isDirectory).sorted().map(GoldenFolder::new).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The object of {@code in-NAME.yaml}; empty where there is no such file. */
    public <T> Optional<T> input(String name, Class<T> type) {
        return inputs(name, type).stream().findFirst();
    }

    /** The objects of {@code in-NAME.yaml} and {@code in-NAME-*.yaml}. */
    public <T> List<T> inputs(String name, Class<T> type) {
        return files("in-").stream()
                .filter(file -> file.equals("in-" + name + ".yaml") || file.startsWith("in-" + name + "-"))
                .peek(read::add)
                .map(file -> Serialization.unmarshal(text(file), type))
                .toList();
    }

    /** Compares objects with the files {@code out-NAME.yaml}, by name. */
    public void verify(Map<String, ?> outputs) {
        Map<String, String> actual = new TreeMap<>();
        outputs.forEach((name, object) -> actual.put("out-" + name + ".yaml", Serialization.asYaml(object)));
        assertThat(files("in-")).as("inputs that the test reads").containsExactlyInAnyOrderElementsOf(read);
        if (WRITE) {
            write(actual);
            return;
        }
        assertThat(files("out-")).as("outputs").containsExactlyElementsOf(actual.keySet());
        actual.forEach((file, yaml) ->
                assertThat(yaml).as(folder.resolve(file).toString()).isEqualTo(text(file)));
    }

    private void write(Map<String, String> actual) {
        try {
            for (String file : files("out-")) {
                Files.delete(folder.resolve(file));
            }
            for (Map.Entry<String, String> output : actual.entrySet()) {
                Files.writeString(folder.resolve(output.getKey()), output.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Set<String> files(String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith(prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text(String file) {
        try {
            return Files.readString(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return folder.getFileName().toString();
    }
}
