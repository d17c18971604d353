package io.orderwire.testing.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("adversary")
@Timeout(120)
class TestNetworkIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PORT = 7000;
    private static final int SILENCE_MS = 1_500;

    /** Answers each byte with the next one, and says from which address it was reached. */
    static final class Echo {
        public static void main(String[] arguments) throws IOException {
            try (ServerSocket server = new ServerSocket(PORT)) {
                System.out.println("ready");
                while (true) {
                    Socket socket = server.accept();
                    new Thread(() -> answer(socket)).start();
                }
            }
        }

        private static void answer(Socket socket) {
            try (InputStream in = socket.getInputStream()) {
                for (int read = in.read(); read >= 0; read = in.read()) {
                    socket.getOutputStream().write(read + 1);
                }
            } catch (IOException expected) {
                // The test left.
            }
        }
    }

    private static Socket connect(Host host) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout((int) SOON.toMillis());
        socket.connect(new InetSocketAddress(host.address(), PORT), SILENCE_MS);
        return socket;
    }

    private static int ask(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    @Test
    void shouldDropThePacketsOfAHostWithoutEndingItsConnections() throws Exception {
        try (TestNetwork network = TestNetwork.of("one", "other")) {
            Host one = network.host("one");
            Host other = network.host("other");
            try (ChildJvm first = ChildJvm.start(one.launcher(), ChildJvm.FAST_START, Echo.class);
                    ChildJvm second = ChildJvm.start(other.launcher(), ChildJvm.FAST_START, Echo.class)) {
                first.awaitLine("ready", SOON);
                second.awaitLine("ready", SOON);
                try (Socket toOne = connect(one);
                        Socket toOther = connect(other)) {
                    assertThat(ask(toOne, 1)).isEqualTo(2);
                    network.cutOff(one);
                    toOne.setSoTimeout(SILENCE_MS);
                    assertThatThrownBy(() -> ask(toOne, 3)).isInstanceOf(SocketTimeoutException.class);
                    assertThatThrownBy(() -> connect(one)).isInstanceOf(SocketTimeoutException.class);
                    assertThat(ask(toOther, 5)).isEqualTo(6);

                    network.reconnect(one);
                    toOne.setSoTimeout((int) SOON.toMillis());
                    assertThat(toOne.getInputStream().read()).isEqualTo(4);
                }
            }
        }
    }

    @Test
    void shouldRemoveHostsAndTheirProcesses() {
        Host host;
        ChildJvm process;
        try (TestNetwork network = TestNetwork.of("one");
                TestNetwork beside = TestNetwork.of("one")) {
            host = network.host("one");
            assertThat(beside.host("one").address()).isNotEqualTo(host.address());
            process = ChildJvm.start(host.launcher(), ChildJvm.FAST_START, Echo.class);
            process.awaitLine("ready", SOON);
            assertThat(NetworkCommand.run("ip netns list")).contains(host.namespace());
        }
        await().atMost(SOON).until(() -> !process.isAlive());
        assertThat(NetworkCommand.run("ip netns list")).doesNotContain(host.namespace());
        assertThat(NetworkCommand.run("ip -4 route"))
                .doesNotContain(host.address().replaceAll("\\d+$", "0/24"));
    }

    @Test
    void shouldRemoveWhatAKilledRunLeft() {
        try (ChildJvm dead = ChildJvm.start(Echo.class);
                TestNetwork unused = TestNetwork.of()) {
            dead.kill();
            String leftover = "orderwire-" + dead.pid() + "-1-one";
            NetworkCommand.run("ip netns add " + leftover);
            TestNetwork.of().close();
            assertThat(NetworkCommand.run("ip netns list")).doesNotContain(leftover);
        }
    }
}
