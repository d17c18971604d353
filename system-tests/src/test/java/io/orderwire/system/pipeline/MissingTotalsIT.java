package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The topics that hold the totals of the parser and the checkpoint of the ingestor were emptied. */
@Timeout(180)
class MissingTotalsIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldContinueWithoutTakingNewOrdersForRepetitions() throws Exception {
        try (Simulator simulator = new Simulator(SimulatorOptions.builder(data).build())) {
            GatewayProcess gateway = pipeline.gateway("gateway");
            var ingestor = pipeline.ingestor(data, Source.STREAMING, "start=end");
            ParserProcess parser = pipeline.parser("parser");
            try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
                simulator.writeBlock(400);
                await().atMost(PATIENCE).until(() -> subscriber.count() == simulator.events());
                parser.close();
                empty(broker.topics().named("orderwire-parser-totals-changelog"));
                pipeline.parser("parser");
                simulator.writeBlock(300);
                await().atMost(PATIENCE).until(() -> subscriber.count() == simulator.events());

                ingestor.close();
                empty(broker.topics().ingestor());
                pipeline.ingestor(data, Source.STREAMING, "start=end");
                simulator.writeBlock(300);
                await().atMost(PATIENCE).until(() -> subscriber.count() == simulator.events());
                assertThat(subscriber.gaps()).isEmpty();
                assertThat(subscriber.dropped()).isZero();
                await().atMost(PATIENCE).untilAsserted(() -> {
                    assertThat(GatewayStats.accounts(gateway).orders()).isEqualTo(simulator.events());
                    assertThat(GatewayStats.accounts(gateway).found()).isEqualTo(simulator.events());
                    assertThat(GatewayStats.body(gateway))
                            .contains("ingestor: the checkpoint is missing; sequences continue at", "\"exact\":false")
                            .contains("parser: the totals of partition 0 are missing");
                });
            }
        }
    }

    private void empty(String topic) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (ConsumerRecord<byte[], byte[]> row : pipeline.committed(topic)) {
                sent.add(producer.send(new ProducerRecord<>(topic, row.partition(), row.key(), null)));
            }
            for (Future<RecordMetadata> each : sent) {
                each.get();
            }
        }
    }
}
