package io.orderwire.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns();

    private record Paid(String name, Object payer, Track track) implements Replay {
        @Override
        public StartPosition from() {
            return new StartPosition.Earliest();
        }

        @Override
        public boolean isWanted() {
            return !name.startsWith("gone");
        }

        @Override
        public void begun() {}

        @Override
        public boolean lookForRoom() {
            return true;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void endOfBatch() {}

        @Override
        public boolean mayJoin() {
            return true;
        }

        @Override
        public void nearlyLive() {}

        @Override
        public void reachedLive() {}

        @Override
        public void ended(ReplayEnd end) {}

        @Override
        public void failed(Throwable failure) {}

        @Override
        public void stopping() {}
    }

    private static Paid of(String payer, int number) {
        Track track = new Track(
                Topics.DEFAULT.orders(),
                Uuid.randomUuid(),
                1,
                new RecordingSink(),
                new RecordView(),
                GatewayMetrics.unseen());
        return new Paid(payer + number, payer, track);
    }

    private List<String> order() {
        return turns.inOrder().stream().map(replay -> ((Paid) replay).name).toList();
    }

    private void read(int count) {
        List<Replay> together = turns.inOrder().subList(0, count);
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
        Paid joining = of("b", 1);
        joining.track.begin(new long[] {0});
        joining.track.until(new LivePosition() {
            @Override
            public Uuid topicId() {
                return Uuid.randomUuid();
            }

            @Override
            public int partitions() {
                return 1;
            }

            @Override
            public long next(int partition) {
                return 5;
            }

            @Override
            public long lastSeq(int partition) {
                return 5;
            }
        });
        turns.addNew(joining);

        assertThat(order()).containsExactly("b1", "a1");
    }

    @Test
    void shouldForgetPayersWithoutReplays() {
        turns.addNew(of("gone", 1));
        turns.removeUnwanted();
        assertThat(turns.isEmpty()).isTrue();
    }
}
