package io.orderwire.websocket.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioExecutor;

class ReadTurnsTest {
    private final Queue<Runnable> delayed = new ArrayDeque<>();
    private final List<String> turns = new ArrayList<>();

    private final class FakeThread implements XnioExecutor {
        @Override
        public void execute(Runnable task) {
            throw new AssertionError("it would run before the thread looks at its sockets");
        }

        @Override
        public Key executeAfter(Runnable task, long time, TimeUnit unit) {
            assertThat(time).isPositive();
            delayed.add(task);
            return () -> false;
        }

        @Override
        public Key executeAtInterval(Runnable task, long time, TimeUnit unit) {
            throw new AssertionError();
        }
    }

    @Test
    void shouldLetAFewReadOnAtATimeAndTheThreadLookAtItsSocketsInBetween() {
        ReadTurns all = new ReadTurns(new FakeThread());
        for (int i = 1; i <= ReadTurns.AT_A_TIME; i++) {
            all.await(() -> {
                turns.add("a");
                all.await(() -> turns.add("c"));
            });
        }
        all.await(() -> turns.add("b"));

        runDelayed();
        assertThat(turns).containsExactly("a", "a", "a", "a");
        runDelayed();
        assertThat(turns).as("a pause that ended during the turns").hasSize(ReadTurns.AT_A_TIME);
        runDelayed();
        assertThat(turns).containsExactly("a", "a", "a", "a", "b", "c", "c", "c");
        runDelayed();
        runDelayed();
        assertThat(turns).hasSize(2 * ReadTurns.AT_A_TIME + 1);
        runDelayed();
        runDelayed();
        assertThat(delayed).as("nobody waits").isEmpty();
        all.await(() -> turns.add("late"));
        runDelayed();
        assertThat(turns).endsWith("late");
    }

    private void runDelayed() {
        List<Runnable> due = new ArrayList<>(delayed);
        delayed.clear();
        due.forEach(Runnable::run);
    }
}
