package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Users;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.NoDuplicate;
import io.orderwire.testing.guarantees.OrderPerUser;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.guarantees.SequenceExplained;
import io.orderwire.testing.seed.Seeds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random histories of transactions that are aborted and repeated with another result, of parsers that still write after
 * another one has taken over, of markers and of dead letters. Everything that a client did not get is reported, and nothing
 * arrives twice or late.
 */
@Tag("adversary")
class UnquietParserIT {
    private static final int PARTITIONS = 4;
    private static final int EVENTS = 4_000;
    private static final String USER = OrderMaker.user(1);

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.shared();

    /** Collects frames, and provides their content. */
    private static final class Subscriber implements AutoCloseable {
        private final List<OrdersFrame> frames = new CopyOnWriteArrayList<>();
        private final TextClient client;
        private volatile boolean acknowledged;

        Subscriber(String url, String filter) {
            client = new TextClient(URI.create(url), this::message);
            client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"x\"" + filter + "}}");
            await().until(() -> acknowledged);
        }

        private void message(String text) {
            OrdersFrame frame = OrdersFrame.parse(text);
            if (frame != null) {
                frames.add(frame);
            }
            acknowledged |= text.contains("subscriptionResponse");
        }

        List<ReceivedOrder> orders() {
            return frames.stream()
                    .flatMap(frame -> frame.orders().stream())
                    .map(ReceivedOrder::parse)
                    .toList();
        }

        List<Gap> gaps() {
            return frames.stream().flatMap(frame -> frame.gaps().stream()).toList();
        }

        long dropped() {
            return frames.stream().mapToLong(OrdersFrame::dropped).sum();
        }

        boolean has(int partition, long seq) {
            return orders().stream().anyMatch(order -> order.partition() == partition && order.seq() == seq);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    @Test
    void shouldTellOfEverythingThatAClientDoesNotGet() {
        long seed = Seeds.of(UnquietParserIT.class);
        try (TestGateway gateway = TestGateway.start(BROKER.broker(), Map.of(PipelineOptions.OVERLOAD, "complete"));
                Subscriber everything = new Subscriber(gateway.ws(), "");
                Subscriber one = new Subscriber(gateway.ws(), ",\"users\":[\"" + USER + "\"],\"batchMs\":0");
                FakeParser parser = new FakeParser(BROKER.broker(), seed, PARTITIONS, EVENTS)) {
            parser.run(userOfEachPartition());
            long[] ends = ends(parser);
            int own = partition(USER);
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                for (int partition = 0; partition < PARTITIONS; partition++) {
                    assertThat(everything.has(partition, ends[partition])).isTrue();
                }
                assertThat(one.has(own, ends[own])).isTrue();
            });

            checkEverything(everything, parser, ends);
            assertThat(lossesOfAllPartitions(everything))
                    .as("each once")
                    .containsExactlyInAnyOrderElementsOf(parser.losses());
            checkOne(one, parser);
            checkThoseWhoComeLater(gateway, everything, parser, ends);
            assertThat(gateway.fatal()).isEmpty();
            assertThat(everything.dropped()).as("the adversary did its work").isPositive();
            assertThat(gateway.metric("repeated")).isPositive();
        }
    }

    private static void checkEverything(Subscriber client, FakeParser parser, long[] ends) {
        SequenceExplained explained = new SequenceExplained();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            explained.endingAt(partition, ends[partition]);
        }
        NoDuplicate noDuplicate = new NoDuplicate();
        Guarantees guarantees = Guarantees.of(noDuplicate, OrderPerUser.withinEachFile(), explained);
        report(client, guarantees);
        parser.deadLetters().forEach(guarantees::deadLetter);
        guarantees.check();
    }

    private static List<String> lossesOfAllPartitions(Subscriber client) {
        return client.gaps().stream()
                .filter(gap -> gap.partition() == null)
                .map(Gap::id)
                .toList();
    }

    /**
     * A client that begins with the oldest order, and clients that resume after a frame of another client, also get
     * everything.
     */
    private static void checkThoseWhoComeLater(
            TestGateway gateway, Subscriber everything, FakeParser parser, long[] ends) {
        Random random = new Random(ends[0]);
        List<Integer> had = new ArrayList<>(List.of(0));
        List<OrdersFrame> received = List.copyOf(everything.frames);
        random.ints(20, 1, received.size()).forEach(had::add);
        for (int frames : had) {
            List<OrdersFrame> before = received.subList(0, frames);
            String from = frames == 0
                    ? "\"earliest\""
                    : "{\"cursor\":\"" + before.get(frames - 1).cursor() + "\"}";
            try (Subscriber later = new Subscriber(gateway.ws(), ",\"from\":" + from)) {
                later.frames.addAll(0, before);
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        assertThat(later.has(partition, ends[partition])).isTrue();
                    }
                });
                checkEverything(later, parser, ends);
                // A loss in all partitions may be reported before and after a cursor, so duplicates are ignored.
                assertThat(Set.copyOf(lossesOfAllPartitions(later))).isEqualTo(Set.copyOf(parser.losses()));
            }
        }
    }

    /** Each order of the user was received, is in a reported gap, or is one of the dropped ones. */
    private static void checkOne(Subscriber client, FakeParser parser) {
        Guarantees guarantees = Guarantees.of(new NoDuplicate(), OrderPerUser.withinEachFile());
        report(client, guarantees);
        guarantees.check();
        Set<Long> received = new HashSet<>();
        client.orders().forEach(order -> received.add(order.seq()));
        List<Long> missing = new ArrayList<>();
        for (FakeParser.Event event : parser.events()) {
            if (event.order() != null && event.order().user().equals(USER) && !received.contains(event.seq())) {
                missing.add(event.seq());
            }
        }
        missing.removeIf(seq -> client.gaps().stream().anyMatch(gap -> names(gap, seq)));
        assertThat(client.dropped()).isEqualTo(missing.size());
        assertThat(client.gaps()).allSatisfy(gap -> assertThat(received).noneMatch(seq -> names(gap, seq)));
        assertThat(lossesOfAllPartitions(client)).containsExactlyInAnyOrderElementsOf(parser.losses());
    }

    private static void report(Subscriber client, Guarantees guarantees) {
        client.frames.forEach(frame -> {
            guarantees.dropped(frame.dropped());
            frame.gaps().forEach(guarantees::gap);
            frame.orders().forEach(order -> guarantees.received(ReceivedOrder.parse(order)));
        });
    }

    private static boolean names(Gap gap, long seq) {
        return gap.fromSeq() != null && gap.toSeq() != null && gap.fromSeq() <= seq && seq <= gap.toSeq();
    }

    private static long[] ends(FakeParser parser) {
        long[] ends = new long[PARTITIONS];
        parser.events().forEach(event -> ends[event.partition()] = Math.max(ends[event.partition()], event.seq()));
        return ends;
    }

    private static List<String> userOfEachPartition() {
        List<String> users = new ArrayList<>();
        users.add(USER);
        for (int number = 2; users.size() < PARTITIONS; number++) {
            String user = OrderMaker.user(number);
            if (users.stream().noneMatch(other -> partition(other) == partition(user))) {
                users.add(user);
            }
        }
        return users;
    }

    private static int partition(String user) {
        return Users.partition(user.getBytes(StandardCharsets.ISO_8859_1), PARTITIONS);
    }
}
