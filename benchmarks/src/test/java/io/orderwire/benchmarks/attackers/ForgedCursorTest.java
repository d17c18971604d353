package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.protocol.Cursor;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class ForgedCursorTest {
    @Test
    void shouldRaiseSequencesAndNothingElse() {
        Uuid topic = Uuid.randomUuid();
        String truth = new Cursor(topic, new long[] {5, 6}, new long[] {7, 8}, List.of(List.of(), List.of())).encode();

        Cursor forged = Cursor.decode(ForgedCursor.raised(truth));

        assertThat(forged.topicId()).isEqualTo(topic);
        assertThat(forged.nextOffsets()).containsExactly(5, 6);
        assertThat(forged.lastSeqs()).containsExactly(1_000_000_000_007L, 1_000_000_000_008L);
    }
}
