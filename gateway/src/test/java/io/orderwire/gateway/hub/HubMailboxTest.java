package io.orderwire.gateway.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.protocol.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bound of the hub's mailbox, while the hub's thread is busy. */
class HubMailboxTest extends HubCase {
    private static final int FEW = 16;

    private final List<Connection> clients = new ArrayList<>();

    /** Requests of more clients than the mailbox has room for, as many as each may always have waiting. */
    private void fill() {
        for (int i = 0; i <= HubMailbox.CAPACITY / FEW; i++) {
            Connection client = new Connection();
            clients.add(client);
            for (int request = 0; request < FEW; request++) {
                hub.request(client.client, new Request.Ping());
            }
        }
    }

    private void runAll() {
        while (hub.runTasks()) {
            ioThread.flush();
        }
    }

    @Test
    void shouldNotExceedItsLimitHoweverManyClientsAsk() {
        fill();

        assertThat(gauge("tasks")).isEqualTo(gauge("tasks.limit")).isEqualTo(HubMailbox.CAPACITY);
        assertThat(clients.get(clients.size() - 1).take()).containsExactly("close 4002");
        runAll();
        assertThat(gauge("tasks")).isZero();
        assertThat(clients.get(0).take()).hasSize(FEW).allSatisfy(answer -> assertThat(answer)
                .contains("pong"));
        assertThat(clients.get(clients.size() - 2).take()).hasSize(FEW);
    }

    @Test
    void shouldLeaveRoomForOthersBesideAClientThatAsksWithoutEnd() {
        for (int i = 0; i < HubMailbox.CAPACITY / 2_048; i++) {
            Connection greedy = new Connection();
            for (int request = 0; request < 2_048; request++) {
                hub.request(greedy.client, new Request.Ping());
            }
        }
        assertThat(gauge("tasks")).isLessThanOrEqualTo(HubMailbox.CAPACITY / 2 + 32 * FEW);

        Connection late = new Connection();
        for (int request = 0; request < FEW; request++) {
            hub.request(late.client, new Request.Ping());
        }
        runAll();
        assertThat(late.take()).hasSize(FEW);
    }

    @Test
    void shouldBroadcastALossWhoseThreadIsInterruptedWhileThereIsNoRoom() {
        Connection client = new Connection();
        client.subscribe("{\"type\":\"gaps\"}");
        client.take();
        fill();
        Thread.currentThread().interrupt();
        hub.gapKnown("{\"id\":\"g\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(Thread.interrupted()).isTrue();
        runAll();
        assertThat(client.take()).containsExactly("{\"channel\":\"gaps\",\"data\":[{\"id\":\"g\"}]}");
    }
}
