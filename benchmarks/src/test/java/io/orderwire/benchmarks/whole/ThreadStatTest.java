package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadStatTest {
    private static final String FIELDS = " S 1 4711 4711 0 -1 4194624 100 200 0 0 %d %d 9 8 20 0 1 0 55 0 0";

    private static String line(String name, long user, long kernel) {
        return "4712 (" + name + ")" + String.format(FIELDS, user, kernel);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java",
                "C2 CompilerThre",
                "GC Thread#0",
                "a) S 1 2 3 (b",
                ")",
                "(",
                "((",
                "))",
                "a b  c",
                "x)\n(y",
                ""
            })
    void shouldReadTimesBehindAnyName(String name) {
        assertThat(ThreadStat.parse(line(name, 123, 45))).isEqualTo(new ThreadStat(name, 123, 45));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4712", "4712 (java", "4712 java)", "4712 (java)", "4712 (java) S 1 2", ")("})
    void shouldRefuseOtherLines(String text) {
        assertThatThrownBy(() -> ThreadStat.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a line");
    }

    @ParameterizedTest
    @CsvSource({
        "C1 CompilerThre, JIT",
        "C2 CompilerThre, JIT",
        "GC Thread#11, GC",
        "ParGC Thread#0, GC",
        "G1 Main Marker, GC",
        "VM Thread, GC",
        "VM Periodic Tas, OTHER",
        "java, OTHER",
        "my C2 CompilerT, OTHER",
        "kafka-GC Thread, OTHER"
    })
    void shouldKnowWhatThreadsOfAJvmAreFor(String name, ThreadStat.Kind kind) {
        assertThat(new ThreadStat(name, 0, 0).kind()).isEqualTo(kind);
    }

    @Test
    void shouldReadThisProcess() throws Exception {
        assertThat(ThreadStat.parse(Files.readString(Path.of("/proc/self/stat")))
                        .userTicks())
                .isPositive();
    }

    @Test
    void shouldReadTrafficFromTheKernelsTables() {
        String io = "rchar: 1\nwchar: 2\nread_bytes: 3\nwrite_bytes: 4096\ncancelled_write_bytes: 5\n";
        String interfaces = """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
                    lo:123456789 1000    0    0    0     0          0         0 123456789 1000
                  eth0: 99       7    0    0    0     0          0         0 55       7
                """;

        assertThat(Traffic.written(io)).isEqualTo(4096);
        assertThat(Traffic.received(interfaces)).isEqualTo(123_456_789);
        assertThat(Traffic.received("")).isZero();
    }
}
