package dev.millrace.local.node.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildImagesTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void thisBuildHasItsImages() throws Exception {
        assertThat(BuildImages.under(REPOSITORY).references())
                .containsExactly(
                        "millrace/trainer:0.1.0",
                        "millrace/server:0.1.0",
                        "millrace/spark:0.1.0",
                        "millrace/operator:0.1.0");
    }

    @Test
    void anImageRunsWhatItsConfigurationSays() throws Exception {
        write("pom.xml", """
                <project><version>1</version><modules><module>web</module><module>plain</module></modules>
                <properties><image.prefix>ours</image.prefix><image.tag>3</image.tag></properties></project>
                """);
        write("plain/pom.xml", "<project><artifactId>plain</artifactId></project>");
        write("web/pom.xml", """
                <project><artifactId>our-web</artifactId><properties><heap>30</heap></properties>
                <build><plugins><plugin><artifactId>jib-maven-plugin</artifactId><configuration>
                <to><image>${image.prefix}/web:${image.tag}</image></to>
                <container><mainClass>our.Main</mainClass>
                <jvmFlags><jvmFlag>-XX:MaxRAMPercentage=${heap}</jvmFlag><jvmFlag>-Dx=/tmp/y</jvmFlag></jvmFlags>
                <environment><COLOUR>blue</COLOUR></environment></container>
                </configuration></plugin></plugins></build></project>
                """);
        Path own = write("web/target/our-web-1.jar", "");
        Path library = write("library.jar", "");
        write("web/target/class-path", library + "\n");

        Image image = BuildImages.under(folder).image("docker.io/ours/web:3");

        assertThat(image)
                .isEqualTo(new Image(
                        "ours/web:3",
                        image.id(),
                        new Program(
                                List.of("-XX:MaxRAMPercentage=30", "-Dx=/tmp/y"), List.of(own, library), "our.Main"),
                        Map.of("COLOUR", "blue"),
                        Map.of()));
        assertThat(image.id()).matches("sha256:[0-9a-f]{64}");
        assertThat(image.shortName()).isEqualTo("web");

        Files.delete(own);

        assertThatThrownBy(() -> BuildImages.under(folder).image("ours/web:3"))
                .isInstanceOf(ImageMissingException.class)
                .hasMessageContaining("our-web-1.jar is missing: build it with `make build`");
    }

    @Test
    void filesOfAnImageAreFoundInTheBuild() throws Exception {
        write("pom.xml", "<project><version>1</version><modules><module>web</module></modules></project>");
        write("web/pom.xml", """
                <project><artifactId>web</artifactId><build><plugins><plugin><artifactId>jib-maven-plugin</artifactId><configuration>
                <to><image>web:1</image></to>
                <container><mainClass>our.Main</mainClass><extraClasspath><path>/opt/native</path><path>/opt/none</path></extraClasspath>
                <jvmFlags><jvmFlag>-Djava.library.path=/opt/native</jvmFlag><jvmFlag>-Dnone=/opt/none</jvmFlag></jvmFlags></container>
                <extraDirectories><paths><path><from>${project.build.directory}/native</from></path></paths></extraDirectories>
                </configuration></plugin></plugins></build></project>
                """);
        Path own = write("web/target/web-1.jar", "");
        Path unpacked = folder.resolve("web/target/native/opt/native");
        write("web/target/native/opt/native/libours.so", "");
        Path library = write("library.jar", "");
        write("web/target/class-path", library + "\n");

        Image image = BuildImages.under(folder).image("web:1");

        assertThat(image.program().flags()).containsExactly("-Djava.library.path=/opt/native", "-Dnone=/opt/none");
        assertThat(image.program().classPath()).containsExactly(unpacked, own, library);
        assertThat(image.files()).containsExactly(Map.entry("/opt/native", unpacked));
    }

    @Test
    void anUnknownImageIsNotFoundAndTheKnownOnesAreNamed() throws Exception {
        assertThatThrownBy(() -> BuildImages.under(REPOSITORY).image("busybox:1"))
                .isInstanceOf(ImageMissingException.class)
                .hasMessageStartingWith("failed to pull and unpack image \"docker.io/library/busybox:1\"")
                .hasMessageContaining("not found")
                .hasMessageContaining("millrace/server:0.1.0");
        assertThatThrownBy(() -> BuildImages.under(REPOSITORY).image("registry.example/a/b:1"))
                .hasMessageContaining("\"registry.example/a/b:1\"");
    }

    @Test
    void aFolderThatIsNoBuildIsRefused() {
        assertThatThrownBy(() -> BuildImages.under(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--build is the root of Millrace's source tree");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
