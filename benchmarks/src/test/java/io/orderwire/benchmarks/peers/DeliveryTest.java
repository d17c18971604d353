package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.benchmarks.whole.LineSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {
    @Test
    void shouldNotHoldARateWhoseLinesCannotBeWritten(@TempDir Path folder) throws Exception {
        try (LineSource lines = new Failing();
                StreamClients clients = new StreamClients(URI.create("ws://127.0.0.1:1"), Feed.WATCHER, 0);
                PeerProcess process = PeerProcess.start(folder.resolve("log"), List.of(List.of("sleep", "60")))) {
            Delivery delivery = Delivery.measure(lines, clients, process, 100, 1);

            assertThat(delivery.held()).isFalse();
            assertThat(delivery.faults()).containsExactly("0 lines were written, 100 planned");
        }
    }

    /** Fails as a server does that has closed the connection. */
    private static final class Failing implements LineSource {
        @Override
        public void write(int lines, long epochMs) throws IOException {
            throw new IOException("broken pipe");
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
