package io.orderwire.system.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.system.pipeline.OrdersSubscriber;
import io.orderwire.testing.docs.DocumentedRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rights that are taken away while the processes run, and granted again: each is named, and no order is lost. */
@Tag("adversary")
@Timeout(300)
class RevokedRightsIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void shouldNameRevokedRightsAndLoseNothing() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (SecuredKafka kafka = SecuredKafka.start(folder.resolve("kafka"));
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build());
                UserProcess gateway = UserProcess.start("gateway", kafka.settings("orderwire-gateway"));
                UserProcess ingestor = UserProcess.start("ingestor", kafka.ingestor(data))) {
            UserProcess parser = startParser(kafka);
            ingestor.awaitReady(SOON);
            try (OrdersSubscriber client =
                    new OrdersSubscriber(gateway.awaitReady(SOON).value("ws"))) {
                simulator.writeBlock(100);
                awaitAll(client, simulator);

                without(kafka, right("ingestor", AclOperation.WRITE, SecuredKafka.TOPICS.raw()), () -> {
                    simulator.writeBlock(100);
                    awaitReport(ingestor, "orderwire-ingestor needs WRITE on topic " + SecuredKafka.TOPICS.raw());
                });
                awaitAll(client, simulator);

                without(kafka, right("gateway", AclOperation.READ, SecuredKafka.TOPICS.orders()), () -> {
                    simulator.writeBlock(100);
                    awaitReport(gateway, "orderwire-gateway needs READ on topic " + SecuredKafka.TOPICS.orders());
                });
                awaitAll(client, simulator);

                for (AclBinding revoked : List.of(
                        right("parser", AclOperation.WRITE, SecuredKafka.TOPICS.orders()),
                        right("parser", AclOperation.READ, SecuredKafka.TOPICS.raw()),
                        right("parser", AclOperation.READ, "orderwire-parser"))) {
                    UserProcess ending = parser;
                    without(kafka, revoked, () -> {
                        simulator.writeBlock(100);
                        var exit = ending.awaitEnd(SOON);
                        assertThat(exit.code()).isEqualTo(ExitCode.KAFKA);
                        assertThat(exit.getMessage())
                                .contains("orderwire-parser needs "
                                        + revoked.entry().operation() + " on ")
                                .contains(" " + revoked.pattern().name());
                    });
                    parser = startParser(kafka);
                    awaitAll(client, simulator);
                }
            } finally {
                parser.close();
            }
        }
    }

    private static UserProcess startParser(SecuredKafka kafka) {
        Map<String, String> settings = kafka.settings("orderwire-parser");
        settings.put("instance.id", "a");
        UserProcess parser = UserProcess.start("parser", settings);
        try {
            parser.awaitReady(SOON);
            return parser;
        } catch (AssertionError e) {
            parser.close();
            throw e;
        }
    }

    private static AclBinding right(String process, AclOperation operation, String name) {
        return DocumentedRights.of("orderwire-" + process).stream()
                .filter(right -> right.entry().operation() == operation
                        && right.pattern().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void without(SecuredKafka kafka, AclBinding right, Step step) throws Exception {
        UserProcess.forgetLog();
        kafka.revoke(List.of(right));
        try {
            step.run();
        } finally {
            kafka.grant(List.of(right));
        }
    }

    private static void awaitReport(UserProcess process, String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(process.reports()).contains(text));
        assertThat(process.hasEnded()).isFalse();
    }

    private static void awaitAll(OrdersSubscriber client, Simulator simulator) {
        await().atMost(SOON).until(() -> client.count() >= simulator.events());
        assertThat(client.count()).isEqualTo((int) simulator.events());
    }
}
