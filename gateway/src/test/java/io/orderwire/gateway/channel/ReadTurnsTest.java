package io.orderwire.gateway.channel;

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
    void shouldLetOneReadOnAtATimeAndTheThreadLookAtItsSocketsInBetween() {
        ReadTurns all = new ReadTurns(new FakeThread());
        all.await(() -> {
            turns.add("a");
            all.await(() -> turns.add("a again"));
        });
        all.await(() -> turns.add("b"));

        runDelayed();
        assertThat(turns).containsExactly("a");
        runDelayed();
        assertThat(turns).as("a pause that ended during the turn").containsExactly("a");
        runDelayed();
        assertThat(turns).containsExactly("a", "b");
        runDelayed();
        runDelayed();
        assertThat(turns).containsExactly("a", "b", "a again");
        runDelayed();
        runDelayed();
        assertThat(delayed).as("nobody waits").isEmpty();
        all.await(() -> turns.add("c"));
        runDelayed();
        assertThat(turns).contains("c");
    }

    private void runDelayed() {
        List<Runnable> due = new ArrayList<>(delayed);
        delayed.clear();
        due.forEach(Runnable::run);
    }
}
