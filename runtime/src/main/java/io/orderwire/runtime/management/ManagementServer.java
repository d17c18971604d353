package io.orderwire.runtime.management;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.orderwire.orders.Json;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessExit;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.server.handlers.PathHandler;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/** Serves {@code /health/live}, {@code /health/ready} and {@code /metrics} on a port of their own. */
public final class ManagementServer implements AutoCloseable {
    private final Undertow server;
    private final String host;

    /**
     * Listens at once.
     *
     * @param host address to bind
     * @param port 0 takes a free one
     * @throws ProcessExit {@link ExitCode#PORT_BUSY} when something else listens there
     */
    public ManagementServer(String host, int port, Health health, PrometheusMeterRegistry meters) {
        this.host = host;
        HttpHandler handler = new PathHandler(exchange -> exchange.setStatusCode(StatusCodes.NOT_FOUND))
                .addExactPath("/health/live", exchange -> tell(exchange, health::notLive))
                .addExactPath("/health/ready", exchange -> tell(exchange, health::notReady))
                .addExactPath("/metrics", new BlockingHandler(exchange -> {
                    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
                    exchange.getResponseSender().send(meters.scrape());
                }));
        server = Undertow.builder()
                .addHttpListener(port, host)
                .setIoThreads(1)
                .setWorkerThreads(2)
                .setHandler(handler)
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            throw new ProcessExit(
                    ExitCode.PORT_BUSY, "management port " + host + ":" + port + " is not free: " + e.getMessage(), e);
        }
    }

    /** Where it really listens, {@code http://host:port/}. */
    public String url() {
        InetSocketAddress address =
                (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
        return "http://" + host + ":" + address.getPort() + "/";
    }

    private static void tell(HttpServerExchange exchange, Supplier<List<String>> trouble) throws IOException {
        List<String> reasons = trouble.get();
        StringWriter text = new StringWriter();
        try (var json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("status", reasons.isEmpty() ? "up" : "down");
            json.writeArrayFieldStart("reasons");
            for (String reason : reasons) {
                json.writeString(reason);
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
        server.stop();
    }
}
