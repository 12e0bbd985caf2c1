package dev.millrace.local.node.image;

import java.nio.file.Path;
import java.util.Map;

/**
 * An image that this node can run.
 *
 * @param reference such as {@code millrace/server:0.1.0}
 * @param id names its content
 * @param program what runs where a container gives no command
 * @param environment variables that each container of it has
 * @param files where the paths of the image lie here that its program's flags name
 */
public record Image(
        String reference, String id, Program program, Map<String, String> environment, Map<String, Path> files) {
    public Image {
        environment = Map.copyOf(environment);
        files = Map.copyOf(files);
    }

    /** The last part of its name, such as {@code server}. */
    public String shortName() {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        int tag = name.indexOf(':');
        return tag < 0 ? name : name.substring(0, tag);
    }
}
