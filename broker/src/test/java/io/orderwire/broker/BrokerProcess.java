package io.orderwire.broker;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A broker in its own process, which tests can kill. Arguments: its folder, and optionally its port. Prints its address,
 * and stops at the end of its input.
 */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(
                Path.of(arguments[0]), arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0))) {
            System.out.println("kafka=" + kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // The input is ignored; only its end counts.
            }
        }
    }
}
