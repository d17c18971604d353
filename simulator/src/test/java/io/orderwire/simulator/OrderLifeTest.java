package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.contract.position.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Invariants over the events of one order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderLifeTest {
    private static final long SEED = 17;
    private static final Set<String> TAKING = Set.of("Ioc", "FrontendMarket", "LiquidationMarket");
    private static final List<String> NEVER_CHANGING = List.of(
            "coin",
            "side",
            "limitPx",
            "oid",
            "timestamp",
            "triggerPx",
            "reduceOnly",
            "orderType",
            "origSz",
            "tif",
            "cloid");

    private final List<JsonNode> events = new ArrayList<>();
    private final Map<Long, List<JsonNode>> lives = new HashMap<>();

    @BeforeAll
    void write(@TempDir Path out) {
        for (String line : WrittenFiles.lines(out, Source.PLAIN, SEED, 300, 400)) {
            JsonNode event = EventFormat.parse(line);
            events.add(event);
            lives.computeIfAbsent(oid(event), oid -> new ArrayList<>()).add(event);
        }
    }

    @Test
    void shouldKeepUserAndCoinAndAllElseThatWasPlaced() {
        for (List<JsonNode> life : lives.values()) {
            JsonNode first = life.get(0);
            for (JsonNode event : life) {
                assertThat(event.get("user")).isEqualTo(first.get("user"));
                assertThat(event.get("builder")).isEqualTo(first.get("builder"));
                for (String key : NEVER_CHANGING) {
                    assertThat(event.get("order").get(key))
                            .as("%s of %s", key, event)
                            .isEqualTo(first.get("order").get(key));
                }
            }
        }
    }

    @Test
    void shouldOpenFirstAndEndOnce() {
        for (List<JsonNode> life : lives.values()) {
            List<String> statuses = life.stream().map(OrderLifeTest::status).toList();
            String first = statuses.get(0);
            if (first.endsWith("ejected")) {
                assertThat(statuses).hasSize(1);
            } else {
                assertThat(first).isEqualTo("open");
                for (int i = 1; i < statuses.size(); i++) {
                    boolean last = i == statuses.size() - 1;
                    assertThat(terminal(statuses.get(i)) || statuses.get(i).equals("triggered"))
                            .isTrue();
                    assertThat(last || statuses.get(i).equals("triggered"))
                            .as("%s", statuses)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldFillWhatTakesAtOnceAndInTheSameBlock() {
        int taken = 0;
        for (int i = 0; i < events.size(); i++) {
            JsonNode event = events.get(i);
            if (status(event).equals("open")
                    && TAKING.contains(event.get("order").get("tif").asText())) {
                JsonNode next = events.get(i + 1);
                assertThat(status(next)).isEqualTo("filled");
                assertThat(oid(next)).isEqualTo(oid(event));
                assertThat(next.get("time")).isEqualTo(event.get("time"));
                taken++;
            }
        }
        assertThat(taken).isGreaterThan(100);
    }

    @Test
    void shouldEndATriggeredOrderInTheSameBlock() {
        int triggered = 0;
        for (int i = 0; i < events.size(); i++) {
            if (status(events.get(i)).equals("triggered")) {
                assertThat(oid(events.get(i + 1))).isEqualTo(oid(events.get(i)));
                assertThat(terminal(status(events.get(i + 1)))).isTrue();
                assertThat(events.get(i + 1).get("time"))
                        .isEqualTo(events.get(i).get("time"));
                triggered++;
            }
        }
        assertThat(triggered).isGreaterThan(20);
    }

    @Test
    void shouldLeaveNothingToFillWhenFilled() {
        assertThat(events)
                .filteredOn(event -> status(event).equals("filled"))
                .hasSizeGreaterThan(100)
                .allMatch(event -> event.get("order").get("sz").textValue().equals("0.0"));
    }

    @Test
    void shouldNumberNewOrdersWithRisingOidsOfTwelveDigits() {
        Set<Long> seen = new HashSet<>();
        long last = 100_000_000_000L;
        for (JsonNode event : events) {
            if (seen.add(oid(event))) {
                assertThat(oid(event)).isGreaterThan(last).isLessThan(1_000_000_000_000L);
                last = oid(event);
            }
        }
    }

    @Test
    void shouldEndMostOfWhatWasOpened() {
        long opened =
                events.stream().filter(event -> status(event).equals("open")).count();
        long ended = events.stream()
                .filter(event -> terminal(status(event)))
                .filter(event -> status(lives.get(oid(event)).get(0)).equals("open"))
                .count();

        assertThat((double) ended / opened).isBetween(0.6, 1.0);
    }

    @Test
    void shouldNameChildrenAfterTheirParentAndLetThemOpenOnceItIsFilled() {
        int released = 0;
        for (List<JsonNode> life : lives.values()) {
            JsonNode last = life.get(life.size() - 1);
            JsonNode children = last.get("order").get("children");
            for (int i = 0; i < children.size(); i++) {
                long child = children.get(i).get("oid").longValue();
                assertThat(child).isEqualTo(oid(last) + 1 + i);
                if (lives.containsKey(child)) {
                    assertThat(status(last)).isEqualTo("filled");
                    assertThat(lives.get(child).get(0).get("order")).isEqualTo(children.get(i));
                    released++;
                }
            }
        }
        assertThat(released).isGreaterThan(10);
    }

    private static boolean terminal(String status) {
        return !status.equals("open") && !status.equals("triggered");
    }

    private static String status(JsonNode event) {
        return event.get("status").textValue();
    }

    private static long oid(JsonNode event) {
        return event.get("order").get("oid").longValue();
    }
}
