package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.source.LivePosition;
import io.orderwire.gateway.source.StreamStand;
import io.orderwire.websocket.limit.Payer;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    private final ReplayFixture fixture = new ReplayFixture(() -> 1);

    private ReplayRun of(String payer, int number) {
        return fixture.run(fixture.replay(new ReplayFixture.Connection(), payer + number, new Payer(payer, null)));
    }

    private List<String> order() {
        return turns.inOrder().stream().map(run -> run.replay().name()).toList();
    }

    private void read(int count) {
        List<ReplayRun> together = turns.inOrder().subList(0, count);
        turns.removeAll(together);
        together.forEach(turns::add);
    }

    @Test
    void shouldLetPayersTakeTurnsHoweverManyReplaysOneHas() {
        for (int i = 1; i <= 4; i++) {
            turns.addNew(of("a", i));
        }
        turns.addNew(of("b", 1));
        assertThat(order()).containsExactly("a1", "b1", "a2", "a3", "a4");

        read(1);
        assertThat(order()).containsExactly("b1", "a2", "a3", "a4", "a1");
        read(1);
        assertThat(order()).containsExactly("a2", "b1", "a3", "a4", "a1");
        read(2);
        assertThat(order()).containsExactly("a3", "b1", "a4", "a1", "a2");
    }

    @Test
    void shouldPutThoseFirstForWhichTheLiveStreamKeepsFrames() {
        turns.addNew(of("a", 1));
        ReplayRun joining = of("b", 1);
        joining.track().begin(new long[ReplayFixture.PARTITIONS]);
        joining.track().until(StreamStand.of(new LivePosition() {
            @Override
            public Uuid topicId() {
                return Uuid.randomUuid();
            }

            @Override
            public int partitions() {
                return ReplayFixture.PARTITIONS;
            }

            @Override
            public long next(int partition) {
                return 5;
            }

            @Override
            public long lastSeq(int partition) {
                return 5;
            }

            @Override
            public long held(int partition) {
                return Positions.NONE_HELD;
            }
        }));
        turns.addNew(joining);

        assertThat(order()).containsExactly("b1", "a1");
    }

    @Test
    void shouldForgetPayersWithoutReplays() {
        ReplayRun gone = of("gone", 1);
        turns.addNew(gone);
        gone.replay().withdraw();
        turns.removeUnwanted();
        assertThat(turns.isEmpty()).isTrue();
    }
}
