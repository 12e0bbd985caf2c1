package dev.millrace.local.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What runs first in a pod's process, in a folder of its own: nothing else of this module, such as a logging configuration, must be on the class path of
 * a pod's program.
 */
public final class LaunchClasses {
    private static final List<Class<?>> CLASSES = List.of(Lifeline.class, Launcher.class, Supervisor.class);

    private LaunchClasses() {}

    /** Puts the classes there; those of an earlier build are replaced. */
    public static Path unpack(Path folder) throws IOException {
        for (Class<?> type : CLASSES) {
            String name = type.getName().replace('.', '/') + ".class";
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            try (InputStream bytes = type.getResourceAsStream("/" + name)) {
                if (bytes == null) {
                    throw new IOException("class " + type.getName() + " has no file");
                }
                Path whole = Files.createTempFile(file.getParent(), "class", null);
                Files.copy(bytes, whole, StandardCopyOption.REPLACE_EXISTING);
                Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder.toAbsolutePath();
    }
}
