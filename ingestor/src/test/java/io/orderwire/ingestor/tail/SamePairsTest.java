package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By-block and streaming files of the same blocks give each event the same block and the same place in it. */
class SamePairsTest {
    private static final List<Source> SHAPES = List.of(Source.BY_BLOCK, Source.STREAMING);
    private static final int BLOCKS = 120;
    private static final int HOUR_TURNS_AT = 70;

    @TempDir
    private Path directory;

    /** The block numbers that a node writes at once: the next one, or some of the last ones again and then the next one. */
    private final List<int[]> writes = new ArrayList<>();

    private final List<int[]> events = new ArrayList<>();

    private TailedFolder open(Source shape) throws IOException {
        return new TailedFolder(directory.resolve(shape.option()), shape, Long.MAX_VALUE).start("beginning");
    }

    private void invent(Random random) {
        for (int block = 0; block < BLOCKS; block++) {
            int first = random.nextInt(1_000_000);
            events.add(IntStream.range(first, first + random.nextInt(30)).toArray());
            int from = block;
            if (block > 30 && random.nextInt(12) == 0) {
                int back = block - 2 - random.nextInt(25);
                // The last block alone, event by event, does not show that it is written again.
                boolean shown = events.get(back).length > 0
                        && events.subList(back + 1, block).stream().anyMatch(each -> each.length > 0);
                from = shown ? back : block;
            }
            writes.add(IntStream.rangeClosed(from, block).toArray());
        }
    }

    private void write(TailedFolder folder, Source shape, int step) throws IOException {
        String hour = step < HOUR_TURNS_AT ? "20261231/9" : "20261231/10";
        for (int block : writes.get(step)) {
            StringBuilder text = new StringBuilder(shape == Source.BY_BLOCK ? head(block) : "");
            String separator = "";
            for (int event : events.get(block)) {
                text.append(shape == Source.BY_BLOCK ? separator : head(block))
                        .append("{\"n\":")
                        .append(event)
                        .append(shape == Source.BY_BLOCK ? "}" : "}]}\n");
                separator = ",";
            }
            folder.append(
                    hour, text.append(shape == Source.BY_BLOCK ? "]}\n" : "").toString());
        }
    }

    private static String head(int block) {
        return BlockIndexTest.head(100 + block);
    }

    private List<String> expected() {
        List<String> expected = new ArrayList<>();
        for (int[] blocks : writes) {
            for (int block : blocks) {
                for (int place = 0; place < events.get(block).length; place++) {
                    expected.add((100 + block) + "." + place + " {\"n\":" + events.get(block)[place] + "}");
                }
            }
        }
        return expected;
    }

    /** In random steps, with restarts, failed transactions, and blocks that are written again. */
    @Test
    void shouldFindTheSamePairsInBothShapes() throws IOException {
        Random random = new Random(Seeds.of(SamePairsTest.class, "shapes"));
        invent(random);
        for (Source shape : SHAPES) {
            try (TailedFolder folder = open(shape)) {
                assertSame(read(folder, shape, random), expected());
            }
        }
    }

    private List<String> read(TailedFolder folder, Source shape, Random random) throws IOException {
        List<String> got = new ArrayList<>();
        IngestorState state = folder.state();
        for (int step = 0; step < writes.size(); step++) {
            write(folder, shape, step);
            if (random.nextInt(4) == 0) {
                continue;
            }
            folder.pass(random.nextInt(150));
            folder.readOnce(random.nextInt(6_000));
            if (random.nextInt(3) == 0) {
                folder.drain();
                folder.goBackTo(state);
                continue;
            }
            got.addAll(folder.drainPlaced());
            folder.commit();
            state = folder.state();
            if (random.nextInt(3) == 0) {
                folder.start("beginning", state);
            }
        }
        got.addAll(folder.readPlaced());
        return got;
    }

    private static void assertSame(List<String> found, List<String> expected) {
        int same = 0;
        while (same < Math.min(found.size(), expected.size()) && found.get(same).equals(expected.get(same))) {
            same++;
        }
        assertThat(found.subList(same, Math.min(found.size(), same + 5)))
                .as("after %s", found.subList(Math.max(0, same - 5), same))
                .isEqualTo(expected.subList(same, Math.min(expected.size(), same + 5)));
    }

    @Test
    @NeedsRealData(RealData.BY_BLOCK)
    void shouldFindTheSamePairsInBothShapesOfRealBlocks() throws IOException {
        List<List<String>> found = new ArrayList<>();
        String hour = "20260430/20";
        String blocks = Files.readString(RealData.file(RealData.BY_BLOCK));
        for (Source shape : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            try (TailedFolder folder = open(shape)) {
                folder.append(hour, shape == Source.BY_BLOCK ? blocks : streaming(blocks));
                found.add(folder.readPlaced());
            }
        }
        assertThat(found.get(0)).hasSize(7_769).noneMatch(event -> event.contains("?"));
        assertSame(found.get(1), found.get(0));
    }

    /** By-block lines as streaming lines: an event begins where its time does. */
    private static String streaming(String blocks) {
        StringBuilder lines = new StringBuilder();
        for (String block : blocks.split("\n")) {
            int events = block.indexOf("[") + 1;
            String all = block.substring(events, block.lastIndexOf("]}"));
            for (String event : all.split(",(?=\\{\"time\":)")) {
                if (!event.isEmpty()) {
                    lines.append(block, 0, events).append(event).append("]}\n");
                }
            }
        }
        return lines.toString();
    }
}
