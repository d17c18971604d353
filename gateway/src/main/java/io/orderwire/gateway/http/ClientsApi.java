package io.orderwire.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.orderwire.contract.text.Json;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.session.QueueFigures;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@code GET /api/v1/clients}: the WebSocket clients of this gateway with the fullest send queues. Says nothing about who they
 * are, because every client may ask.
 */
final class ClientsApi implements HttpHandler {
    static final String PATH = "/api/v1/clients";

    private static final int MOST = 100;
    private static final long VALID_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double PER_CENT = 100;

    private final ApiDoor door;
    private final RecentStats answer;

    ClientsApi(Clients clients, ApiDoor door, LongSupplier nanoTime) {
        this.door = door;
        this.answer = new RecentStats(() -> json(clients.fullest(MOST), clients.count()), VALID_NANOS, nanoTime);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (door.admits(exchange)) {
            ApiDoor.json(exchange, answer.get());
        }
    }

    private static byte[] json(List<Clients.Listed> fullest, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 10);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("count", count);
            json.writeArrayFieldStart("clients");
            for (Clients.Listed listed : fullest) {
                QueueFigures queue = listed.queue();
                json.writeStartObject();
                json.writeNumberField("number", listed.number());
                json.writeNumberField("queuedFrames", queue.frames());
                json.writeNumberField("queuedBytes", queue.bytes());
                json.writeNumberField("fillPercent", Math.round(queue.fill() * PER_CENT));
                json.writeNumberField("dropped", queue.dropped());
                json.writeBooleanField("lossy", queue.lossy());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
