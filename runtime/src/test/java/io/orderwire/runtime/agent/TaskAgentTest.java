package io.orderwire.runtime.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class TaskAgentTest {
    private final TaskAgent agent = new TaskAgent("test-tasks", 2);
    private final List<String> done = new ArrayList<>();

    @Test
    void shouldRunOneTaskAStepInOrder() {
        agent.execute(() -> done.add("first"));
        agent.execute(() -> done.add("second"));
        assertThat(done).isEmpty();

        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(done).containsExactly("first");
        assertThat(agent.doWork()).isEqualTo(1);
        assertThat(agent.doWork()).isZero();
        assertThat(done).containsExactly("first", "second");
    }

    @Test
    void shouldNotHideThatATaskFailed() {
        agent.execute(() -> {
            throw new IllegalStateException("broken");
        });

        assertThatIllegalStateException().isThrownBy(agent::doWork).withMessage("broken");
    }

    @Test
    void shouldRejectATaskWhoseThreadIsInterruptedWhileThereIsNoRoom() {
        agent.execute(() -> {});
        agent.execute(() -> {});
        Thread.currentThread().interrupt();
        try {
            assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> agent.execute(() -> {}));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void shouldNotTakeATaskThatIsOfferedWhileThereIsNoRoom() {
        agent.execute(() -> {});
        assertThat(agent.offer(() -> done.add("last"))).isTrue();
        assertThat(agent.offer(() -> done.add("too many"))).isFalse();

        agent.doWork();
        agent.doWork();
        assertThat(agent.doWork()).isZero();
        assertThat(done).containsExactly("last");
    }

    @Test
    void shouldNotLetAnybodyWaitAfterTheEnd() {
        agent.execute(() -> {});
        agent.execute(() -> {});
        agent.onClose();

        agent.execute(() -> done.add("late"));
        assertThat(done).isEmpty();
    }
}
