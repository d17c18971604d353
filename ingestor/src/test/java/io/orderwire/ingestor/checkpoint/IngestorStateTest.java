package io.orderwire.ingestor.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.partition.Totals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IngestorStateTest {
    private static final Gap MISSING = Gap.builder("node-missing-blocks-1", Gap.Where.NODE, Gap.Reason.MISSING_BLOCKS)
            .positions("20260505/3@0", "20260505/3@9")
            .blocks(6L, 12L)
            .times(1, 2)
            .build();
    private static final SequenceState SEQUENCE = new SequenceState(
            new SequenceState.Place(
                    new BlockPlace(985_148_182, Position.parse("20260505/3@100"), 1_778_002_753_024L),
                    985_148_190,
                    985_148_180,
                    true,
                    new BlockPlace(9, Position.parse("20260505/3@200"), BlockPlace.UNKNOWN)),
            new SequenceState.LeftOut(3, 4, 1_005),
            new SequenceState.Gaps(List.of(MISSING), List.of(MISSING), MISSING),
            Position.parse("20260505/4@7"),
            new SequenceState.Counts(7, 2));

    @Test
    void shouldReadBackWhatItWrote() {
        FileState file = new FileState(
                HourFile.parse("20260505/17~2"),
                new FileState.Progress(1L << 40, 77, 5),
                1L << 41,
                3,
                new FileState.Hashes("ab12", "ef56", ""),
                false);
        UncountedBytes range = new UncountedBytes("id", HourFile.parse("20260505/16"), 5, 3, 900, "cd34", 7, 8);
        IngestorState state = IngestorState.first(
                        "me",
                        new IngestorState.Account(new long[] {1, 7}, new Totals(9, 10, 1, 2, 3, 4), List.of(range)))
                .with(new IngestorState.Followed(HourFile.parse("20260505/3"), List.of(file)))
                .with(new IngestorState.ReadBlocks(985_148_182, BlockCounts.NONE, SequenceState.NONE));
        IngestorState read = IngestorState.parse(state.toJson(), state.settledToJson());
        assertThat(read).usingRecursiveComparison().isEqualTo(state);

        BlockCounts counts = new BlockCounts(
                new BlockCounts.Stop(HourFile.parse("20260505/17~2"), 1L << 40, true),
                true,
                985_148_100,
                List.of(
                        new BlockCounts.Block(985_148_181, -2, (1L << 53) - 1),
                        new BlockCounts.Block(985_148_182, 1_500, 0)));
        IngestorState counted = new IngestorState(
                "me",
                new IngestorState.Followed(state.floor(), state.files()),
                new IngestorState.Account(state.nextSeq(), state.totals(), state.uncounted()),
                new IngestorState.ReadBlocks(state.lastBlock(), counts, SEQUENCE),
                state.origin(),
                state.replayTo(),
                state.remembered(),
                123_456_789);
        assertThat(IngestorState.parse(counted.toJson(), counted.settledToJson()))
                .usingRecursiveComparison()
                .isEqualTo(counted);
        assertThat(new String(counted.toJson(), StandardCharsets.UTF_8))
                .contains("\"blocks\":{\"file\":", "\"throughput\":123456789");
        assertThat(new String(state.toJson(), StandardCharsets.UTF_8)).doesNotContain("blocks", "throughput");
        assertThat(counted.withoutPositions().throughput()).isEqualTo(123_456_789);
        assertThat(counted.withoutPositions().blocks()).isEqualTo(BlockCounts.NONE);

        IngestorState first = IngestorState.first("x", 2);
        assertThat(IngestorState.parse(first.toJson(), first.settledToJson()))
                .usingRecursiveComparison()
                .isEqualTo(first);
        assertThat(first.nextSeq()).containsExactly(1, 1);
    }

    private static FileState file(
            FileState.Progress progress, long seen, long rememberedFrom, String fingerprint, String head) {
        FileState.Hashes hashes = new FileState.Hashes(fingerprint, head, "");
        return new FileState(HourFile.parse("20260505/17"), progress, seen, rememberedFrom, hashes, false);
    }

    @Test
    void shouldReadTheFirstVersionAsOneThatSawNoMoreThanItRead() {
        String text =
                "{\"version\":1,\"owner\":\"me\",\"floor\":null,\"files\":[{\"file\":\"20260505/17\",\"offset\":7,"
                        + "\"lineStart\":7,\"replayUntil\":0,\"fingerprint\":\"ab\"}],\"nextSeq\":[4],\"found\":3,\"linesRead\":3,"
                        + "\"linesEmpty\":0}";
        IngestorState state = IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null);
        assertThat(state.files()).containsExactly(file(new FileState.Progress(7, 7, 0), 7, -1, "ab", ""));
        assertThat(state.totals()).isEqualTo(new Totals(3, 3, 0, 0, 0, 0));
        assertThat(state.uncounted()).isEmpty();
    }

    @Test
    void shouldReadTheSecondVersionAsItWasBeforeItKnewHeads() {
        String text = "{\"version\":2,\"owner\":\"me\",\"floor\":\"20260505/17\",\"files\":[{\"file\":\"20260505/17\","
                + "\"offset\":7,\"lineStart\":6,\"replayUntil\":5,\"seen\":9,\"rememberedFrom\":3,\"fingerprint\":\"ab\"}],"
                + "\"nextSeq\":[4],\"found\":3,\"linesRead\":3,\"linesEmpty\":0,\"jumps\":[],\"lastBlock\":8}";
        IngestorState state = IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null);
        assertThat(state.files()).containsExactly(file(new FileState.Progress(7, 6, 5), 9, 3, "ab", ""));
    }

    @Test
    void shouldReadTheThirdVersionAsItWasBeforeItKnewTheThroughput() {
        String text = "{\"version\":3,\"owner\":\"me\",\"floor\":\"20260505/17\",\"files\":[{\"file\":\"20260505/17\","
                + "\"offset\":7,\"lineStart\":6,\"replayUntil\":5,\"seen\":9,\"rememberedFrom\":3,\"fingerprint\":\"ab\","
                + "\"head\":\"cd\"}],\"nextSeq\":[4],\"found\":3,\"linesRead\":3,\"linesEmpty\":0,\"skipped\":0,"
                + "\"duplicates\":0,\"vanished\":0,\"jumps\":[],\"lastBlock\":8,\"numbering\":\"n\"}";
        IngestorState state = IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null);
        assertThat(state.files()).containsExactly(file(new FileState.Progress(7, 6, 5), 9, 3, "ab", "cd"));
        assertThat(state.throughput()).isZero();
        assertThat(new String(state.toJson(), StandardCharsets.UTF_8)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "7",
                "null",
                "{\"end\":\"5\"}",
                "{\"end\":-5}",
                "{\"file\":\"20260505/24\"}",
                "{\"file\":7}",
                "{\"sure\":1}",
                "{\"last\":{}}",
                "{\"last\":[7]}",
                "{\"last\":[[1,2]]}",
                "{\"last\":[[1,2,3,4]]}",
                "{\"last\":[[1,2,\"3\"]]}",
                "{\"last\":[[2,2,3],[1,2,3]]}",
                "{\"last\":[[1,2,3],[1,2,3]]}",
                "{\"last\":[[-1,2,3]]}",
                "{\"last\":[[1,4294967296,3]]}",
                "{\"last\":[[1,2,99999999999999999999]]}"
            })
    void shouldRefuseCountsOfBlocksThatItCannotRead(String blocks) {
        String text = "{\"version\":2,\"nextSeq\":[4],\"blocks\":" + blocks + "}";
        assertThatThrownBy(() -> IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null))
                .isInstanceOf(IllegalArgumentException.class);
        String unknown = text.replaceFirst("blocks", "unknown");
        assertThat(IngestorState.parse(unknown.getBytes(StandardCharsets.UTF_8), null)
                        .blocks())
                .isEqualTo(BlockCounts.NONE);
    }

    @Test
    void shouldRefuseWhatItDoesNotKnow() {
        for (String text :
                List.of("", "{}", "[]", "{\"version\":4,\"nextSeq\":[1]}", "{\"version\":1,\"nextSeq\":[]}")) {
            assertThatThrownBy(() -> IngestorState.parse(text.getBytes(StandardCharsets.UTF_8), null))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
