package io.orderwire.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ChildJvmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Says two lines and waits for its end. */
    static final class Waiting {
        public static void main(String[] arguments) throws IOException {
            System.out.println("begun");
            System.out.println("ready " + arguments[0]);
            System.exit(System.in.read());
        }
    }

    /** Ends at once. */
    static final class Failing {
        public static void main(String[] arguments) {
            System.err.println("cannot go on");
            System.exit(3);
        }
    }

    @Test
    void shouldWaitForALineAndKill() {
        try (ChildJvm child = ChildJvm.start(Waiting.class, "steady")) {
            assertThat(child.awaitLine("ready", SOON)).isEqualTo("ready steady");

            child.kill();

            assertThat(child.isAlive()).isFalse();
            assertThat(child.awaitExit(SOON)).isEqualTo(128 + 9);
        }
    }

    @Test
    void shouldTellWhyNoLineCame() {
        try (ChildJvm child = ChildJvm.start(Failing.class)) {
            assertThat(child.awaitExit(SOON)).isEqualTo(3);
            assertThatThrownBy(() -> child.awaitLine("ready", SOON))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("cannot go on");
        }
    }
}
