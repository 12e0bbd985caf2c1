package dev.millrace.operator.cluster;

import dev.millrace.local.node.image.Image;
import dev.millrace.local.node.image.ImageMissingException;
import dev.millrace.local.node.image.Images;
import java.util.List;

/** The images of a node on which nothing runs. */
final class NoImages implements Images {
    @Override
    public Image image(String reference) throws ImageMissingException {
        throw new ImageMissingException(reference + ": not found");
    }

    @Override
    public List<String> references() {
        return List.of();
    }
}
