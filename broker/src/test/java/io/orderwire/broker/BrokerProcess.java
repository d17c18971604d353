package io.orderwire.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker in a process of its own, for tests to kill: on a folder, and at a port if one is named. It tells its address, and
 * stops when its input ends.
 */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(
                Path.of(arguments[0]), arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0))) {
            System.out.println("kafka=" + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // Nothing is said; the end is what counts.
            }
        }
    }
}
