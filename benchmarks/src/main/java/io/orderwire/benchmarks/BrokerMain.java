package io.orderwire.benchmarks;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** The embedded broker alone, FOLDER [PORT [name=value…]]: prints where it listens, and serves until it is ended. */
public final class BrokerMain {
    private BrokerMain() {}

    /** Does not return. */
    public static void main(String[] args) throws Exception {
        // Kafka does not start in a locale whose capitals are not ASCII's.
        Locale.setDefault(Locale.ROOT);
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 0;
        Map<String, String> settings = Arrays.stream(args)
                .skip(2)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(word -> word[0], word -> word[1]));
        EmbeddedKafka kafka = EmbeddedKafka.start(new BrokerOptions(Path.of(args[0]), port, null, settings));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "stop"));
        System.out.println(kafka.bootstrapServers());
        new CountDownLatch(1).await();
    }
}
