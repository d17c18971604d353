package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.order.Order;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The block number and the block index of each event in a node's files, counted over all of them. The files must not contain
 * blocks that were written again.
 */
final class BlockPairs {
    private static final Pattern NUMBER = Pattern.compile("\"block_number\":(\\d+)");

    /** A block and a place in it. */
    private record Pair(Long block, Integer index) {}

    private final Map<Position, Pair> pairs = new HashMap<>();

    BlockPairs(NodeFiles files, Source source) {
        Map<Long, Integer> counts = new HashMap<>();
        files.hourFiles().forEach((file, path) -> add(file, path, source, counts));
    }

    private void add(HourFile file, Path path, Source source, Map<Long, Integer> counts) {
        TreeMap<Long, Long> blocks = new TreeMap<>();
        long offset = 0;
        for (String line : text(path).split("\n", -1)) {
            Matcher number = NUMBER.matcher(line);
            if (number.find()) {
                blocks.put(offset, Long.valueOf(number.group(1)));
            }
            offset += line.length() + 1;
        }
        List<FileEvent> events = new ArrayList<>();
        NodeFiles.read(path, file, source, events::add);
        for (FileEvent event : events) {
            Long block = blocks.floorEntry(event.pos().offset()).getValue();
            pairs.put(event.pos(), new Pair(block, counts.merge(block, 1, Integer::sum) - 1));
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The order carries the pair of its event. */
    void check(byte[] value) {
        Order order = Order.parse(value);
        assertThat(new Pair(order.blockNumber(), order.blockIndex()))
                .as("block and index of the order at %s", order.pos())
                .isEqualTo(pairs.get(order.pos()));
    }
}
