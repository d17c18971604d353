package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.ClientSessions;
import io.orderwire.testing.guarantees.Guarantee;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.time.Duration;
import java.util.List;

/** Judges what the client of a {@link HostsRun} and readers of the topics got. */
final class HostsJudge implements RoamingClient.Sink {
    private static final Duration READ = Duration.ofSeconds(90);

    private final OrderAges ages;
    private final ClientSessions connections = new ClientSessions(HostsPipeline.PARTITIONS);
    private final Guarantees client = Guarantees.exactlyOnceInOrder(HostsPipeline.PARTITIONS);
    private long received;
    private long gaps;

    HostsJudge(OrderAges ages) {
        this.ages = ages;
    }

    @Override
    public synchronized void connected() {
        connections.connected();
    }

    @Override
    public synchronized void frame(OrdersFrame frame) {
        connections.frame(frame);
        for (byte[] json : frame.orders()) {
            ReceivedOrder order = ReceivedOrder.parse(json);
            ages.order(order.partition(), json);
            client.received(order);
            received++;
        }
        frame.gaps().forEach(client::gap);
        client.dropped(frame.dropped());
        gaps += frame.gaps().size();
    }

    /** Orders that the client received. */
    synchronized long received() {
        return received;
    }

    /** The client holds each event of the files once and in order, over all of its connections. */
    synchronized void checkComplete(NodeFiles files) {
        files.read(client::produced);
        client.check();
        assertThat(connections.dropped()).isZero();
        assertThat(gaps).isZero();
        checkConnections(files);
    }

    /** Within each of its connections the client missed no event without a report. */
    synchronized void checkConnections(NodeFiles files) {
        files.read(connections::produced);
        connections.check();
    }

    /** The topics hold each event of the files once and in order or name it as lost, and the account is true. */
    static void checkTopics(String kafka, NodeFiles files, Accounts reported) {
        Guarantees topics = Guarantees.exactlyOnceInOrder(HostsPipeline.PARTITIONS);
        Accounted account = new Accounted().reported(reported);
        Guarantee both = Guarantees.of(topics, account);
        FileCounts counts = files.read(both::produced);
        account.files(counts);
        for (String topic : List.of(Topics.DEFAULT.orders(), Topics.DEFAULT.deadLetters(), Topics.DEFAULT.gaps())) {
            KafkaReads.forEachCommitted(kafka, topic, READ, both::record);
        }
        both.check();
    }
}
