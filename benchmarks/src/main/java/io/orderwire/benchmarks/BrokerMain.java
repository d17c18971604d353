package io.orderwire.benchmarks;

import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The embedded broker alone, FOLDER [PORT]: prints where it listens, and serves until it is ended. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Does not return. */
    public static void main(String[] args) throws Exception {
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        EmbeddedKafka kafka = EmbeddedKafka.start(new BrokerOptions(Path.of(args[0]), port, null, Map.of()));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
