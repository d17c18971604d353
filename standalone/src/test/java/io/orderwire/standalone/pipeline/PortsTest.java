package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PortsTest {
    private static final String HOST = "127.0.0.1";

    private static ServerSocket listening() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void shouldNameABusyPort() throws IOException {
        try (ServerSocket busy = listening()) {
            assertThatThrownBy(() -> Ports.requireFree("http", "--port", HOST, busy.getLocalPort()))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.PORT_BUSY))
                    .hasMessageContaining("http")
                    .hasMessageContaining("--port")
                    .hasMessageContaining(String.valueOf(busy.getLocalPort()));
        }
    }

    @Test
    void shouldNotCallAPortBusyOfAnAddressThatThisMachineDoesNotHave() {
        assertNotAnAddress(() -> Ports.requireFree("http", "--port", "192.0.2.1", 8_080));
        assertNotAnAddress(() -> new Ports().nextFree("http", "192.0.2.1", 8_080));
    }

    private static void assertNotAnAddress(ThrowingCallable check) {
        assertThatThrownBy(check)
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.USAGE))
                .hasMessage("cannot listen on http port 192.0.2.1:8080: Cannot assign requested address");
    }

    @Test
    void shouldLeaveZeroToWhoeverBindsIt() {
        assertThatCode(() -> Ports.requireFree("http", "--port", HOST, 0)).doesNotThrowAnyException();
        assertThat(new Ports().nextFree("http", HOST, 0)).isZero();
    }

    @Test
    void shouldTakeTheNextFreePortAndNoneTwice() throws IOException {
        try (ServerSocket busy = listening()) {
            Ports ports = new Ports();

            int first = ports.nextFree("http", HOST, busy.getLocalPort());
            int second = ports.nextFree("Kafka", HOST, busy.getLocalPort());

            assertThat(first).isGreaterThan(busy.getLocalPort());
            assertThat(second).isGreaterThan(first);
        }
    }
}
