package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.stats.KnownSnapshot.Life;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatsMergeTest {
    private static final long NOW = 1_000_000;

    private final List<KnownSnapshot> known = new ArrayList<>();

    @Test
    void shouldTellNothingOfAnEmptyPipeline() {
        assertThat(json())
                .isEqualTo(
                        "{\"events\":{\"found\":0,\"skippedAtIngest\":0,\"duplicates\":0,\"orders\":0,\"deadLetters\":0,"
                                + "\"shedByParser\":0},\"lines\":{\"read\":0,\"empty\":0},\"gateway\":{\"skipped\":0,"
                                + "\"droppedSlow\":0},\"node\":{\"lagMs\":null,\"chainAgeMs\":null,\"silentMs\":null,\"lastBlock\":null,"
                                + "\"blocksPerSecond\":null,\"source\":null,\"folder\":null,\"blocksMissing\":0,\"rewinds\":0},\"mode\":{\"ingestor\":null,\"parser\":null,\"gateway\":null},\"ageMs\":{\"ingestor\":null,\"parser\":null,\"gateway\":null},\"behind\":"
                                + "{\"bytes\":0,\"events\":0,\"catchUpSeconds\":null,\"catchUpMs\":null},\"clients\":0,\"state\":\"degraded\",\"degraded\":true,\"reasons\":[\"no ingestor\","
                                + "\"no parser\"],\"causes\":[{\"code\":\"ingestor-missing\",\"text\":\"no ingestor\",\"sinceMs\":null},"
                                + "{\"code\":\"parser-missing\",\"text\":\"no parser\",\"sinceMs\":null}],\"exact\":true,\"agePercentilesMs\":{\"ingestor\":null,\"parser\":null,\"gateway\":null},"
                                + "\"lastsMs\":{\"state\":null,\"ingestor\":null,\"parser\":null,\"gateway\":null},\"partitions\":{\"orders\":[],\"deadLetters\":[],\"shed\":[],\"behind\":[]}}");
    }

    @Test
    void shouldTellAWholePipeline() {
        put(
                "ingestor",
                "i",
                Life.HEARD,
                "found",
                100,
                "skipped",
                1,
                "duplicates",
                2,
                "lines.read",
                50,
                "lines.empty",
                3,
                "behind.bytes",
                77,
                "age.ms",
                4,
                "seq.0",
                60,
                "seq.1",
                37);
        put(
                "parser",
                "p",
                Life.HEARD,
                "seq.0",
                55,
                "orders.0",
                50,
                "dead-letters.0",
                4,
                "shed.0",
                1,
                "seq.1",
                37,
                "orders.1",
                37,
                "age.ms",
                6);
        put("gateway", "g", Life.HEARD, "skipped", 8, "dropped.slow", 9, "clients", 10, "age.ms", 11);

        assertThat(json())
                .isEqualTo(
                        "{\"events\":{\"found\":100,\"skippedAtIngest\":1,\"duplicates\":2,\"orders\":87,\"deadLetters\":4,"
                                + "\"shedByParser\":1},\"lines\":{\"read\":50,\"empty\":3},\"gateway\":{\"skipped\":8,"
                                + "\"droppedSlow\":9},\"node\":{\"lagMs\":null,\"chainAgeMs\":null,\"silentMs\":null,\"lastBlock\":null,"
                                + "\"blocksPerSecond\":null,\"source\":null,\"folder\":null,\"blocksMissing\":0,\"rewinds\":0},\"mode\":{\"ingestor\":null,\"parser\":null,\"gateway\":null},\"ageMs\":{\"ingestor\":4,\"parser\":6,\"gateway\":11},\"behind\":"
                                + "{\"bytes\":77,\"events\":5,\"catchUpSeconds\":null,\"catchUpMs\":null},\"clients\":10,\"state\":\"well\",\"degraded\":false,\"reasons\":[],\"causes\":[],\"exact\":true,"
                                + "\"agePercentilesMs\":{\"ingestor\":null,\"parser\":null,\"gateway\":null},"
                                + "\"lastsMs\":{\"state\":null,\"ingestor\":null,\"parser\":null,\"gateway\":null},"
                                + "\"partitions\":{\"orders\":[50,37],\"deadLetters\":[4,0],\"shed\":[1,0],\"behind\":[5,0]}}");
    }

    @Test
    void shouldTakeTheNewestIngestorAndThoseFurthestInEachPartition() {
        put("ingestor", "old", Life.SILENT, "found", 90);
        put("ingestor", "new", Life.HEARD, "found", 100);
        put("parser", "before", Life.SILENT, "seq.0", 10, "orders.0", 10, "seq.1", 99, "orders.1", 99);
        put("parser", "after", Life.HEARD, "seq.0", 12, "orders.0", 12, "seq.1", 5, "orders.1", 5);

        PipelineStats stats = merge();

        assertThat(stats.counts().events().found()).isEqualTo(100);
        assertThat(stats.counts().events().orders()).isEqualTo(111);
    }

    @Test
    void shouldAddUpAllGatewaysButClientsOfLivingOnesOnly() {
        put("gateway", "a", Life.HEARD, "clients", 3, "dropped.slow", 1, "age.ms", 5);
        put("gateway", "b", Life.HEARD, "clients", 4, "dropped.slow", 10, "age.ms", 2);
        put("gateway", "silent", Life.SILENT, "clients", 50, "dropped.slow", 100, "age.ms", 900);
        put(
                new Snapshot(
                        "gateway",
                        "stopped",
                        NOW,
                        true,
                        List.of(ReasonCode.SLOW.because("x")),
                        Map.of("clients", 60L, "dropped.slow", 1_000L)),
                Life.HEARD);

        PipelineStats stats = merge();

        assertThat(stats.clients()).isEqualTo(7);
        assertThat(stats.counts().gateway().droppedSlow()).isEqualTo(1_111);
        assertThat(stats.ageMs().gateway()).isEqualTo(5);
        assertThat(Reason.texts(stats.condition().reasons())).containsExactly("no ingestor", "no parser");
    }

    @Test
    void shouldCountWhatNoParserHasSeenYetAsBehindAndNeverLessThanNothing() {
        put("ingestor", "i", Life.HEARD, "seq.0", 10, "seq.1", 10);
        put("parser", "p", Life.HEARD, "seq.1", 15);

        assertThat(merge().behind().events()).isEqualTo(10);
    }

    /** The parser's snapshot is newer than the ingestor's: what it has handled was found. */
    @Test
    void shouldNotShowMoreOrdersThanWereFound() {
        put("ingestor", "i", Life.HEARD, "found", 100, "seq.0", 60, "seq.1", 40);
        put("parser", "p", Life.HEARD, "seq.0", 75, "orders.0", 75, "seq.1", 30, "orders.1", 30);

        assertThat(merge().counts().events().found()).isEqualTo(115);
        assertThat(merge().behind().events()).isEqualTo(10);
    }

    @Test
    void shouldNotCountAsFoundWhatAnEarlierNumberingHad() {
        put("ingestor", "i", Life.HEARD, "found", 60, "seq.0", 60);
        put("parser", "p", Life.HEARD, "seq.0", 1_060, "base.0", 1_000, "orders.0", 1_060);

        assertThat(merge().counts().events().found()).isEqualTo(60);
    }

    @Test
    void shouldNotCallExactWhatIsNotCountedYetOrNeverWillBe() {
        put("ingestor", "old", Life.SILENT, "gaps.uncounted", 1);
        put("ingestor", "new", Life.HEARD, "gaps.uncounted", 0, "gaps.vanished", 0);
        assertThat(merge().counts().exact()).isTrue();

        put("ingestor", "new", Life.HEARD, "gaps.uncounted", 2, "gaps.vanished", 0);
        assertThat(merge().counts().exact()).isFalse();

        put("ingestor", "new", Life.HEARD, "gaps.uncounted", 0, "gaps.vanished", 1);
        assertThat(merge().counts().exact()).isFalse();
    }

    private static Snapshot degraded(String role, String instance, String why) {
        return new Snapshot(role, instance, NOW, false, List.of(ReasonCode.UNKNOWN.because(why)), Map.of());
    }

    @Test
    void shouldTellReasonsOfLivingProcessesByRole() {
        put(degraded("ingestor", "i", "slow disk"), Life.HEARD);
        put(degraded("parser", "p1", "behind"), Life.HEARD);
        put(degraded("parser", "p2", "behind"), Life.HEARD);
        put(degraded("parser", "p3", "dead"), Life.SILENT);

        assertThat(Reason.texts(merge().condition().reasons()))
                .containsExactly("ingestor: slow disk", "parser: behind");
        assertThat(json()).contains("\"degraded\":true");
    }

    /**
     * An ingestor has replaced one whose clock was ahead: the snapshot that arrived last is used, whatever the times in
     * both.
     */
    @Test
    void shouldTakeTheIngestorWhoseSnapshotCameLast() {
        Snapshot ahead = new Snapshot("ingestor", "ahead", NOW + 600_000, true, List.of(), Map.of("found", 90L));
        Snapshot right = new Snapshot("ingestor", "right", NOW, false, List.of(), Map.of("found", 100L));

        PipelineStats stats = new StatsMerge(
                        List.of(new KnownSnapshot(right, 2, Life.HEARD), new KnownSnapshot(ahead, 1, Life.SILENT)))
                .merge();

        assertThat(stats.counts().events().found()).isEqualTo(100);
        assertThat(Reason.texts(stats.condition().reasons())).containsExactly("no parser");
    }

    @Test
    void shouldNeitherMissNorCountWhatWasWrittenBeforeItBegan() {
        Map<String, Long> figures = Map.of("clients", 9L, "age.ms", 7L);
        PipelineStats stats = new StatsMerge(List.of(
                        new KnownSnapshot(
                                new Snapshot(
                                        "ingestor",
                                        "i",
                                        NOW,
                                        false,
                                        List.of(ReasonCode.UNKNOWN.because("slow")),
                                        figures),
                                1,
                                Life.UNHEARD),
                        new KnownSnapshot(
                                new Snapshot(
                                        "parser", "p", NOW, true, List.of(ReasonCode.UNKNOWN.because("slow")), figures),
                                2,
                                Life.UNHEARD),
                        new KnownSnapshot(
                                new Snapshot(
                                        "gateway",
                                        "g",
                                        NOW,
                                        false,
                                        List.of(ReasonCode.UNKNOWN.because("slow")),
                                        figures),
                                3,
                                Life.UNHEARD)))
                .merge();

        assertThat(Reason.texts(stats.condition().reasons()))
                .as("the parser had stopped")
                .containsExactly("no parser");
        assertThat(stats.clients()).isZero();
        assertThat(stats.ageMs()).isEqualTo(new PipelineStats.Ages(null, null, null));
    }

    private static Snapshot stage(String role, String instance, @Nullable StageMode mode, String... warming) {
        return new Snapshot(role, instance, NOW, false, List.of(), Map.of())
                .in(new StageState(
                        warming.length > 0,
                        Stream.of(warming).map(ReasonCode.WARMING_UP::because).toList(),
                        mode == null ? null : new CatchUpStats(mode, null)));
    }

    @Test
    void shouldTellTheWorstModeOfEachStage() {
        put(stage("ingestor", "i", StageMode.CATCHING_UP), Life.HEARD);
        put(stage("parser", "p1", StageMode.SHEDDING), Life.HEARD);
        put(stage("parser", "p2", StageMode.CATCHING_UP), Life.HEARD);
        put(stage("parser", "p3", StageMode.LIVE), Life.HEARD);
        put(stage("gateway", "dead", StageMode.SHEDDING), Life.SILENT);
        put(stage("gateway", "g1", StageMode.LIVE), Life.HEARD);
        put(stage("gateway", "g2", null), Life.HEARD);

        assertThat(merge().mode())
                .isEqualTo(new PipelineStats.Modes(StageMode.CATCHING_UP, StageMode.SHEDDING, StageMode.LIVE));
        assertThat(json())
                .contains("\"mode\":{\"ingestor\":\"catching-up\",\"parser\":\"shedding\",\"gateway\":\"live\"}");
    }

    @Test
    void shouldTellTheLongestTimeThatAStageNeedsToCatchUp() {
        put(late("ingestor", "i", StageMode.CATCHING_UP, 400L), Life.HEARD);
        put(late("parser", "p", StageMode.LIVE, 0L), Life.HEARD);
        assertThat(merge().behind().catchUpMs()).as("no gateway").isNull();
        put(late("gateway", "g", StageMode.LIVE, 0L), Life.HEARD);
        assertThat(json()).contains("\"catchUpSeconds\":1,\"catchUpMs\":400}");

        put(late("parser", "p2", StageMode.CATCHING_UP, 2_001L), Life.HEARD);
        put(late("gateway", "dead", StageMode.CATCHING_UP, 60_000L), Life.SILENT);
        assertThat(json()).contains("\"catchUpSeconds\":3,\"catchUpMs\":2001}");

        put(late("parser", "p3", StageMode.SHEDDING, null), Life.HEARD);
        assertThat(merge().behind().catchUpMs()).as("one has no estimate").isNull();
    }

    private static Snapshot late(String role, String instance, StageMode mode, @Nullable Long msLeft) {
        return new Snapshot(role, instance, NOW, false, List.of(), Map.of())
                .in(new StageState(false, List.of(), new CatchUpStats(mode, msLeft)));
    }

    @Test
    void shouldShowTheNodeAsTheNewestLivingIngestorSeesIt() {
        Snapshot ingestor = new Snapshot("ingestor", "i", NOW, false, List.of(), Map.of());
        put(ingestor.of(node(1)), Life.HEARD);
        put(ingestor.of(node(2)), Life.HEARD);
        put(ingestor.of(node(3)), Life.SILENT);
        put(new Snapshot("ingestor", "i", NOW, true, List.of(), Map.of()).of(node(4)), Life.HEARD);
        assertThat(merge().node().seen()).isEqualTo(node(2));
        assertThat(json()).contains("\"node\":{\"lagMs\":2,", "\"blocksPerSecond\":15,\"source\":\"plain\"");

        // An ingestor of an earlier version does not see it.
        put(ingestor, Life.HEARD);
        assertThat(merge().node().seen()).isEqualTo(NodeStats.UNKNOWN);
    }

    private static NodeStats node(long lagMs) {
        return new NodeStats(lagMs, 5L, 6L, 7L, 15.2, "plain", "/d");
    }

    @Test
    void shouldLetOnlyIngestorsSpeakOfTheNode() {
        put(
                new Snapshot(
                        "ingestor",
                        "i",
                        NOW,
                        false,
                        List.of(ReasonCode.UNKNOWN.because("node: 20 s behind the chain")),
                        Map.of()),
                Life.HEARD);
        put(
                new Snapshot("parser", "p", NOW, false, List.of(ReasonCode.UNKNOWN.because("node: gone")), Map.of()),
                Life.HEARD);
        assertThat(Reason.texts(merge().condition().reasons()))
                .containsExactly("node: 20 s behind the chain", "parser: node: gone");
        assertThat(merge().condition().state()).isEqualTo(PipelineStats.State.DEGRADED);
    }

    @Test
    void shouldBeWarmingWhileAProcessIsAndNothingElseIsWrong() {
        put(stage("ingestor", "i", StageMode.LIVE), Life.HEARD);
        put(stage("parser", "p", StageMode.LIVE), Life.HEARD);
        put(stage("gateway", "g", StageMode.LIVE), Life.HEARD);
        assertThat(merge().condition().state()).isEqualTo(PipelineStats.State.WELL);

        put(stage("parser", "p2", StageMode.LIVE, "warming up: late"), Life.HEARD);
        assertThat(json())
                .contains("\"state\":\"warming\",\"degraded\":false,\"reasons\":[\"parser: warming up: late\"]");

        put(
                new Snapshot("ingestor", "i", NOW, false, List.of(ReasonCode.UNKNOWN.because("no disk")), Map.of()),
                Life.HEARD);
        assertThat(json())
                .contains("\"state\":\"degraded\",\"degraded\":true,"
                        + "\"reasons\":[\"ingestor: no disk\",\"parser: warming up: late\"]");
    }

    @Test
    void shouldNotBeWarmingByAProcessThatStopped() {
        put(stage("ingestor", "i", StageMode.LIVE), Life.HEARD);
        put(stage("parser", "p", StageMode.LIVE), Life.HEARD);
        put(stage("parser", "p2", StageMode.LIVE, "warming up: late"), Life.SILENT);
        assertThat(merge().condition().state()).isEqualTo(PipelineStats.State.WELL);
        assertThat(merge().condition().reasons()).isEmpty();
    }

    /** All processes start together, and the gateway may be the first. */
    @ParameterizedTest
    @EnumSource(Life.class)
    void shouldTakeItForWarmingThatOthersAreStillToStart(Life ingestors) {
        put(new Snapshot("ingestor", "i", NOW, true, List.of(), Map.of()), ingestors);
        put(stage("parser", "p", StageMode.LIVE), Life.FORMER);
        put(stage("gateway", "g", StageMode.LIVE, "cold"), Life.HEARD);

        boolean ranMeanwhile = ingestors == Life.HEARD || ingestors == Life.SILENT;
        assertThat(merge().condition().state())
                .isEqualTo(ranMeanwhile ? PipelineStats.State.DEGRADED : PipelineStats.State.WARMING);
        assertThat(Reason.texts(merge().condition().reasons()))
                .containsExactly("no ingestor", "no parser", "gateway: cold");
    }

    @Test
    void shouldBeDegradedWithoutTheOthersOnceItIsWarm() {
        put(stage("gateway", "another", StageMode.LIVE, "cold"), Life.HEARD);
        put(stage("gateway", "own", StageMode.LIVE), Life.HEARD);
        assertThat(merge().condition().state()).isEqualTo(PipelineStats.State.DEGRADED);
    }

    private void put(String role, String instance, Life life, Object... figures) {
        Map<String, Long> map = new HashMap<>();
        for (int i = 0; i < figures.length; i += 2) {
            map.put((String) figures[i], ((Integer) figures[i + 1]).longValue());
        }
        put(new Snapshot(role, instance, NOW, false, List.of(), map), life);
    }

    /** Puts a snapshot that arrived after all others. */
    private void put(Snapshot snapshot, Life life) {
        known.add(new KnownSnapshot(snapshot, known.size(), life));
    }

    private PipelineStats merge() {
        return new StatsMerge(known).merge();
    }

    private String json() {
        return new String(merge().toJson(), StandardCharsets.UTF_8);
    }
}
