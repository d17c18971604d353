package io.orderwire.testing.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildJvmTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** Prints two lines and waits to be ended. */
    static final class Waiting {
        public static void main(String[] arguments) throws IOException {
            System.out.println("begun");
            System.out.println("ready " + arguments[0]);
            System.exit(System.in.read());
        }
    }

    /** Prints one of its properties, on both streams. */
    static final class Printing {
        public static void main(String[] arguments) {
            System.err.println("error " + System.getProperty(arguments[0]));
            System.out.println("ready " + System.getProperty(arguments[0]));
        }
    }

    /** Ends at once. */
    static final class Failing {
        public static void main(String[] arguments) {
            System.err.println("cannot continue");
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
                    .hasMessageContaining("cannot continue");
        }
    }

    @Test
    void shouldGiveEveryChildTheOptionsOfTheProperty() {
        String options = "  -Dorderwire.test.debugged=yes   -Dorderwire.test.other=no ";
        withProperty(ChildJvm.OPTIONS_PROPERTY, options, () -> {
            try (ChildJvm child = ChildJvm.start(Printing.class, "orderwire.test.debugged")) {
                assertThat(child.awaitLine("ready", SOON)).isEqualTo("ready yes");
            }
        });
        try (ChildJvm child = ChildJvm.start(Printing.class, "orderwire.test.debugged")) {
            assertThat(child.awaitLine("ready", SOON)).isEqualTo("ready null");
        }
    }

    @Test
    void shouldWriteBothStreamsOfAChildToAFileOfItsOwn(@TempDir Path folder) {
        Path logs = folder.resolve("logs");
        withProperty(ChildLog.PROPERTY, logs.toString(), () -> {
            try (ChildJvm child = ChildJvm.start(Printing.class, "java.specification.version")) {
                Path log = logs.resolve("Printing-" + child.pid() + ".log");
                String version = System.getProperty("java.specification.version");
                await().atMost(SOON).untilAsserted(() -> assertThat(log)
                        .isRegularFile()
                        .content()
                        .contains("error " + version + "\n", "ready " + version + "\n"));
            }
        });
    }

    private static void withProperty(String name, String value, Runnable body) {
        System.setProperty(name, value);
        try {
            body.run();
        } finally {
            System.clearProperty(name);
        }
    }
}
