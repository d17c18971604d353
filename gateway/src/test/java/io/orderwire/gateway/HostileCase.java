package io.orderwire.gateway;

import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.BrokerExtension;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A gateway for each test. It must serve others while the hostile clients are connected, and nothing of them may be left
 * afterwards.
 */
abstract class HostileCase {
    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    static final int SMALL_BUFFER = 4_096;
    static final Duration BOUND = Duration.ofSeconds(10);

    final List<RawSocket> hostile = new ArrayList<>();
    AttackedGateway gateway;

    final void start(Object... options) {
        gateway = AttackedGateway.start(BROKER.broker(), options);
    }

    @AfterEach
    void shouldHaveServedOthersAndBeQuietAgain() throws Exception {
        try {
            gateway.assertServes();
            for (RawSocket client : hostile) {
                client.close();
            }
            gateway.assertQuiet();
            gateway.assertServes();
        } finally {
            gateway.close();
        }
    }

    final RawSocket connect() throws IOException {
        return connect(1 << 20);
    }

    final RawSocket connect(int receiveBuffer) throws IOException {
        RawSocket client = RawSocket.connect(gateway.gateway(), receiveBuffer);
        hostile.add(client);
        return client;
    }

    static String subscribe(String id, String members) {
        return "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"" + id + "\"" + members + "}}";
    }

    final void awaitSubscriptions(int count) {
        await().until(() -> gateway.gateway().metric("subscriptions") == count);
    }
}
