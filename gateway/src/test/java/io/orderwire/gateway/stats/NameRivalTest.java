package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NameRivalTest {
    private static final String KEY = "gateway/g";

    private final ProcessIdentity own = ProcessIdentity.create();
    private final ProcessIdentity other = ProcessIdentity.create();
    private final List<Snapshot> rivals = new ArrayList<>();
    private final NameRival rival = new NameRival(KEY, own, rivals::add);

    private void see(long offset, @Nullable ProcessIdentity process, boolean stopped) {
        Snapshot snapshot = new Snapshot("gateway", "g", 1, stopped, List.of(), Map.of());
        rival.see(KEY, offset, (process == null ? snapshot : snapshot.by(process)).toJson());
    }

    @Test
    void shouldNoticeTheOneThatBeganBefore() {
        see(5, other, false);
        see(6, own, false);
        assertThat(rivals).isEmpty();
        see(7, other, false);
        assertThat(rivals).singleElement().matches(snapshot -> other.equals(snapshot.process()));
    }

    @Test
    void shouldNoticeOneOfAVersionThatDoesNotNameItsStart() {
        see(5, null, false);
        see(6, own, false);
        see(7, null, false);
        assertThat(rivals).hasSize(1);
    }

    @Test
    void shouldLeaveTheOneThatBeganLaterToEnd() {
        see(5, own, false);
        see(6, other, false);
        see(7, other, false);
        see(8, own, false);
        assertThat(rivals).isEmpty();
    }

    @Test
    void shouldNotMindPredecessorsWhoseLastSnapshotsAreReadTwice() {
        for (int round = 0; round < 2; round++) {
            see(5, other, false);
            see(6, own, false);
        }
        see(7, other, true);
        assertThat(rivals).isEmpty();
    }

    @Test
    void shouldNotMindOtherNamesNorWhatIsNoSnapshot() {
        rival.see("gateway/h", 1, new byte[0]);
        rival.see(KEY, 2, "{}".getBytes(StandardCharsets.UTF_8));
        see(3, own, false);
        rival.see(KEY, 4, "[".getBytes(StandardCharsets.UTF_8));
        assertThat(rivals).isEmpty();
    }

    @Test
    void shouldRememberABoundedNumberOfStarts() {
        for (int start = 0; start < 1_000; start++) {
            see(start, ProcessIdentity.create(), false);
        }
        see(1_000, other, false);
        see(1_001, own, false);
        see(1_002, other, false);
        assertThat(rivals).hasSize(1);
    }
}
