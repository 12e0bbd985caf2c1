package dev.millrace.local.node.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The images of a build, without building them: what the image configuration in each module's {@code pom.xml} says runs from the class path that
 * the build wrote down beside the module's jar.
 *
 * <p>That configuration is read here and by the image builder alike, so that a pod here and a pod on a cluster run the same program with the same
 * flags.
 */
public final class BuildImages implements Images {
    private static final String DEFAULT_REGISTRY = "docker.io/";

    private final Path root;
    private final Map<String, ModuleImage> modules;

    private BuildImages(Path root, Map<String, ModuleImage> modules) {
        this.root = root;
        this.modules = modules;
    }

    /**
     * The images of the modules under a build's root.
     *
     * @throws IOException if there is no build, with a message for a user
     */
    public static BuildImages under(Path root) throws IOException {
        Map<String, ModuleImage> modules = new LinkedHashMap<>();
        for (ModuleImage module : ModulePoms.images(root)) {
            modules.put(module.reference(), module);
        }
        if (modules.isEmpty()) {
            throw new IOException(root + " has no module that builds an image: is it Millrace's source tree?");
        }
        return new BuildImages(root, modules);
    }

    @Override
    public Image image(String reference) throws ImageMissingException {
        String name =
                reference.startsWith(DEFAULT_REGISTRY) ? reference.substring(DEFAULT_REGISTRY.length()) : reference;
        ModuleImage module = modules.get(name);
        if (module == null) {
            throw missing(
                    reference,
                    "not found: this node runs processes, and has the images of its build only: "
                            + String.join(", ", modules.keySet()));
        }
        try {
            List<Path> classPath = module.classPath(root);
            Program program = new Program(module.flags(), classPath, module.mainClass());
            return new Image(
                    module.reference(),
                    id(program),
                    program,
                    module.environment(),
                    module.files().named(module.flags()));
        } catch (IOException e) {
            throw missing(reference, e.getMessage() + ": build it with `make build`");
        }
    }

    private static ImageMissingException missing(String reference, String why) {
        String full = reference.contains(".") && reference.indexOf('.') < reference.indexOf('/')
                ? reference
                : DEFAULT_REGISTRY + (reference.contains("/") ? "" : "library/") + reference;
        return new ImageMissingException(
                "failed to pull and unpack image \"%s\": failed to resolve reference \"%s\": %s: %s"
                        .formatted(full, full, full, why));
    }

    @Override
    public List<String> references() {
        return List.copyOf(modules.keySet());
    }

    /** Two builds of the same sources may differ, as two builds of an image do. */
    private static String id(Program program) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path part : program.classPath()) {
                try (Stream<Path> files = Files.walk(part)) {
                    for (Path file : files.sorted().toList()) {
                        String line = "%s %d %s%n"
                                .formatted(part.relativize(file), Files.size(file), Files.getLastModifiedTime(file));
                        digest.update(line.getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
            digest.update(program.flags().toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
