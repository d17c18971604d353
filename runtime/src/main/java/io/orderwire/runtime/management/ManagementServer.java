package io.orderwire.runtime.management;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.contract.text.Json;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.http.AllowedHosts;
import io.orderwire.runtime.http.AnswerTimeout;
import io.orderwire.runtime.http.HostCheck;
import io.orderwire.runtime.http.ReadOnly;
import io.orderwire.runtime.http.StatedLength;
import io.orderwire.runtime.meters.RuntimeMeter;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ListenFailure;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Serves {@code /health/started}, {@code /health/live}, {@code /health/ready} and {@code /metrics} on a separate port. */
public final class ManagementServer implements AutoCloseable {
    private final HttpPort port;
    private final String host;

    /**
     * Listens at once.
     *
     * @param settings {@link PipelineOptions}: host, port, allowed hosts and number of connections
     * @throws ProcessExit if the server cannot listen on that port, with the code of {@link ListenFailure}
     */
    public ManagementServer(Settings settings, Health health, PrometheusMeterRegistry meters) {
        host = settings.get(PipelineOptions.MANAGEMENT_HOST);
        int wanted = settings.get(PipelineOptions.MANAGEMENT_PORT);
        HttpHandler paths = new PathHandler()
                .addExactPath("/health/started", exchange -> answer(exchange, health::notStarted))
                .addExactPath("/health/live", exchange -> answer(exchange, health::notLive))
                .addExactPath("/health/ready", exchange -> answer(exchange, health::notReady))
                .addExactPath(
                        "/metrics",
                        exchange -> exchange.dispatch((HttpHandler) scraped -> {
                            scraped.getResponseHeaders()
                                    .put(Headers.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
                            scraped.getResponseSender().send(meters.scrape());
                        }));
        AllowedHosts hosts = new AllowedHosts(
                PipelineOptions.MANAGEMENT_ALLOWED_HOSTS.name(),
                settings.get(PipelineOptions.MANAGEMENT_ALLOWED_HOSTS),
                host);
        IntConsumer refused = status -> refused(meters, status);
        HttpHandler handler = new StatedLength(refused, new HostCheck(hosts, refused, new ReadOnly(paths)));
        Counter closed = RuntimeMeter.MANAGEMENT_CLOSED.counter(meters);
        try {
            port = new HttpPort(
                    new InetSocketAddress(host, wanted),
                    settings.get(PipelineOptions.MANAGEMENT_CONNECTIONS),
                    closed::increment,
                    exchange -> {
                        AnswerTimeout.start(exchange);
                        handler.handleRequest(exchange);
                    });
        } catch (IOException | RuntimeException e) {
            throw ListenFailure.exit("management port " + host + ":" + wanted, e);
        }
    }

    private static void refused(MeterRegistry meters, int status) {
        RuntimeMeter.MANAGEMENT_REFUSED.counter(meters, String.valueOf(status)).increment();
    }

    /** The URL of the bound port, {@code http://host:port/}. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port.number() + "/";
    }

    private static void answer(HttpServerExchange exchange, Supplier<List<Reason>> trouble) throws IOException {
        List<Reason> reasons = trouble.get();
        StringWriter text = new StringWriter();
        try (var json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", reasons.isEmpty() ? "up" : "down");
            json.writeArrayFieldStart("reasons");
            for (Reason reason : reasons) {
                json.writeString(reason.text());
            }
            json.writeEndArray();
            json.writeArrayFieldStart("codes");
            for (Reason reason : reasons) {
                json.writeString(reason.code().code());
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        exchange.setStatusCode(reasons.isEmpty() ? StatusCodes.OK : StatusCodes.SERVICE_UNAVAILABLE);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
        exchange.getResponseSender().send(text.toString());
    }

    @Override
    public void close() {
        port.close();
    }
}
