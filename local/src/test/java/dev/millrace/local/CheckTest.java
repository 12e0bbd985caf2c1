package dev.millrace.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code local/check}: a machine that lacks something is told what. */
class CheckTest {
    private static final List<String> MODULES = List.of("local", "operator", "trainer-image", "server-image");

    @TempDir
    Path tree;

    private Path javaHome;

    @BeforeEach
    void build() throws IOException {
        Path jar = Files.writeString(tree.resolve("library.jar"), "");
        for (String module : MODULES) {
            Path target = Files.createDirectories(tree.resolve(module).resolve("target"));
            Files.writeString(target.resolve("millrace-" + module + "-1.jar"), "");
            Files.writeString(target.resolve("class-path"), jar + "\n");
        }
        Files.copy(Path.of("check"), tree.resolve("local").resolve("check"));
        javaHome = tree.resolve("jdk");
        Path java = Files.createDirectories(javaHome.resolve("bin")).resolve("java");
        Files.writeString(java, "");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        release("17.0.15");
    }

    @Test
    void allThatIsNeededIsThere() throws Exception {
        assertThat(check()).isEqualTo(new Outcome(0, ""));
    }

    @Test
    void javaTooOld() throws Exception {
        for (String version : List.of("11.0.2", "1.8.0_392")) {
            release(version);

            assertThat(check())
                    .isEqualTo(new Outcome(
                            1,
                            "%s is Java %s: Millrace needs a JDK 17 or newer. Set JAVA_HOME to one.\n"
                                    .formatted(javaHome.resolve("bin/java"), version)));
        }
    }

    @Test
    void newerJavaWillDo() throws Exception {
        for (String version : List.of("25", "21-ea", "26.0.1")) {
            release(version);

            assertThat(check()).isEqualTo(new Outcome(0, ""));
        }
    }

    @Test
    void javaMissing() throws Exception {
        Files.delete(javaHome.resolve("bin/java"));

        assertThat(check())
                .isEqualTo(new Outcome(
                        1,
                        "There is no %s: install a JDK 17 or newer, or set JAVA_HOME to one.\n"
                                .formatted(javaHome.resolve("bin/java"))));
    }

    @Test
    void jarMissing() throws Exception {
        Files.delete(tree.resolve("library.jar"));

        assertThat(check())
                .isEqualTo(new Outcome(
                        1,
                        tree.resolve("library.jar") + " is gone: `make build` fetches and builds what is missing.\n"));
    }

    @Test
    void moduleNotBuilt() throws Exception {
        Files.delete(tree.resolve("operator/target/class-path"));

        assertThat(check()).isEqualTo(new Outcome(1, "operator is not built: run `make build` first.\n"));
    }

    private void release(String version) throws IOException {
        Files.writeString(javaHome.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private record Outcome(int status, String said) {}

    private Outcome check() throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder("bash", tree.resolve("local/check").toString()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), said);
    }
}
