package io.orderwire.benchmarks;

import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The embedded broker alone: prints where it listens, and serves until it is ended. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        EmbeddedKafka kafka = EmbeddedKafka.start(new BrokerOptions(Path.of(args[0]), 0, null, Map.of()));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
