package io.orderwire.gateway;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway on a broker of the tests, on a free port. */
final class TestGateway implements AutoCloseable {
    private final Health health = new Health();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    private final StallWatchdog watchdog = new StallWatchdog(60_000, System::nanoTime, fatal::add);
    private final HttpClient http = HttpClient.newHttpClient();
    private final GatewayProcess process;

    private TestGateway(Settings settings) {
        process = new GatewayProcess(
                new ProcessContext(settings, meters, health, watchdog, Clock.systemUTC(), fatal::add));
    }

    static TestGateway start(TestBroker broker) {
        return start(broker, Map.of());
    }

    static TestGateway start(TestBroker broker, Map<Option<?>, ?> options) {
        TestGateway gateway = create(broker, options);
        gateway.process.start();
        return gateway;
    }

    static TestGateway create(TestBroker broker, Map<Option<?>, ?> options) {
        List<Option<?>> known = new ArrayList<>(PipelineOptions.ALL);
        known.addAll(GatewayOptions.ALL);
        Map<Option<?>, Object> all = new HashMap<>(options);
        all.putIfAbsent(PipelineOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
        all.putIfAbsent(PipelineOptions.TOPICS_PREFIX, broker.topics().prefix());
        all.putIfAbsent(PipelineOptions.PARTITIONS, 4);
        // On a machine that is busy with other tests, the gateway must not shed orders that a test waits for.
        all.putIfAbsent(PipelineOptions.OVERLOAD, "complete");
        all.putIfAbsent(GatewayOptions.PORT, 0);
        Settings.Loader loader = new Settings.Loader(known);
        all.forEach((option, value) -> loader.flag(option.name(), value.toString()));
        return new TestGateway(loader.load());
    }

    GatewayProcess process() {
        return process;
    }

    Health health() {
        return health;
    }

    SimpleMeterRegistry meters() {
        return meters;
    }

    double metric(String name) {
        return meters.get("orderwire.gateway." + name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    String ws() {
        return process.wsUrl();
    }

    WsClient connect() {
        return WsClient.connect(ws());
    }

    HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create(process.httpUrl().replace("0.0.0.0", "127.0.0.1")).resolve(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<ProcessExit> fatal() {
        return fatal;
    }

    @Override
    public void close() {
        process.close();
        watchdog.close();
        meters.close();
    }
}
