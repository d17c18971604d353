package io.orderwire.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.process.ChildJvm;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmProcessTest {
    @Test
    void shouldEndWithThreeWhenAThreadDiesForWantOfDirectMemory() {
        List<String> options = List.of("-Xmx64m", "-XX:MaxDirectMemorySize=16m", "-XX:TieredStopAtLevel=1");
        try (ChildJvm child = ChildJvm.start(options, HungryMain.class)) {
            assertThat(child.awaitExit(Duration.ofSeconds(60))).isEqualTo(3);
            assertThat(child.lastErrors()).contains("orderwire: out of memory on thread hungry: ");
        }
    }
}
