package dev.millrace.local.node.image;

import java.util.List;

/** The images that a node has. */
public interface Images {
    /**
     * An image by the reference of a container.
     *
     * @throws ImageMissingException if the node has none of that name
     */
    Image image(String reference) throws ImageMissingException;

    /** The references of all of them. */
    List<String> references();
}
