package io.orderwire.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnresolvedAddressException;
import org.junit.jupiter.api.Test;

class ListenFailureTest {
    private static final String PORT = "port 192.0.2.1:80";

    private static Exception failure(InetSocketAddress address) throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            return catchThrowableOfType(Exception.class, () -> channel.bind(address));
        }
    }

    @Test
    void shouldCallAPortBusyThatAnotherSocketUses() throws IOException {
        try (ServerSocketChannel busy = ServerSocketChannel.open()) {
            busy.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ProcessExit exit = ListenFailure.exit(PORT, failure((InetSocketAddress) busy.getLocalAddress()));

            assertThat(exit.code()).isEqualTo(ExitCode.PORT_BUSY);
            assertThat(exit).hasMessage(PORT + " is not free: Address already in use");
        }
    }

    @Test
    void shouldNameAnAddressThatThisMachineDoesNotHave() throws IOException {
        assertWrong(failure(new InetSocketAddress("192.0.2.1", 0)), "Cannot assign requested address");
        assertWrong(new UnresolvedAddressException(), "the host is unknown");
        assertWrong(new UnknownHostException("here.invalid"), "the host is unknown");
    }

    @Test
    void shouldNameAMissingRight() {
        assertWrong(new BindException("Permission denied"), "Permission denied");
    }

    private static void assertWrong(Exception failure, String why) {
        ProcessExit exit = ListenFailure.exit(PORT, failure);

        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit).hasMessage("cannot listen on " + PORT + ": " + why);
    }

    @Test
    void shouldNotExpectAnotherFailure() {
        ProcessExit exit = ListenFailure.exit(PORT, new SocketException("Too many open files"));

        assertThat(exit.code()).isEqualTo(ExitCode.UNEXPECTED);
        assertThat(exit).hasMessage("cannot listen on " + PORT + ": Too many open files");
    }
}
