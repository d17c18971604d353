package io.orderwire.ingestor.node;

import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The folder in which a node writes one shape of order statuses.
 *
 * @param data the node's data folder
 * @param source the shape
 */
public record NodeFolder(Path data, Source source) {
    /** The folder itself. */
    public Path path() {
        return data.resolve(source.directory());
    }

    /** The folder of dates in this folder. */
    Path hourly() {
        return path().resolve("hourly");
    }

    /** The folders of the other shapes. */
    List<NodeFolder> others() {
        return Arrays.stream(Source.values())
                .filter(other -> other != source)
                .map(other -> new NodeFolder(data, other))
                .toList();
    }
}
