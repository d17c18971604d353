package io.orderwire.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void shouldWriteOneObjectPerLineEvenForAFailure() throws IOException {
        JsonEncoder encoder = LogFormat.json(context);
        LoggingEvent event = new LoggingEvent(
                "test",
                context.getLogger("io.orderwire.Some"),
                Level.WARN,
                "the file \"{}\" cannot\nbe read",
                new IOException("no\tright"),
                new Object[] {"ü"});

        String line = new String(encoder.encode(event), StandardCharsets.UTF_8);

        assertThat(line).endsWith("\n");
        assertThat(line.strip()).doesNotContain("\n");
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("loggerName").asText()).isEqualTo("io.orderwire.Some");
        assertThat(json.path("formattedMessage").asText()).isEqualTo("the file \"ü\" cannot\nbe read");
        assertThat(json.path("timestamp").isNumber()).isTrue();
        assertThat(json.path("throwable").path("message").asText()).isEqualTo("no\tright");
    }
}
