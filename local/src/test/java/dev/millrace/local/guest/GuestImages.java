package dev.millrace.local.guest;

import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.ImageMissingException;
import dev.millrace.local.node.image.Images;
import dev.millrace.local.node.image.Program;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One image, {@code test/guest:1}, whose program is {@link Guest}. */
public final class GuestImages implements Images {
    public static final String GUEST = "test/guest:1";

    @Override
    public Image image(String reference) throws ImageMissingException {
        if (!reference.equals(GUEST)) {
            throw new ImageMissingException("not found: " + reference);
        }
        return new Image(
                GUEST,
                "sha256:guest",
                new Program(
                        List.of(
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:MaxRAMPercentage=50"),
                        List.of(classes()),
                        Guest.class.getName()),
                Map.of("GUEST", "yes"),
                Map.of());
    }

    private static Path classes() {
        try {
            return Path.of(Guest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<String> references() {
        return List.of(GUEST);
    }
}
