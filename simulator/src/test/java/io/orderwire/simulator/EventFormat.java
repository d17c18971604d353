package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks that lines have what all real lines have in common: keys, their order, types and formats. */
final class EventFormat {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final List<String> ENVELOPE = List.of("local_time", "block_time", "block_number", "events");
    private static final List<String> EVENT = List.of("time", "user", "hash", "builder", "status", "order");
    private static final List<String> ORDER = List.of(
            "coin",
            "side",
            "limitPx",
            "sz",
            "oid",
            "timestamp",
            "triggerCondition",
            "isTrigger",
            "triggerPx",
            "children",
            "isPositionTpsl",
            "reduceOnly",
            "orderType",
            "origSz",
            "tif",
            "cloid");
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}(\\d{3}(\\d{3})?)?)?");
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]{40}");
    private static final Pattern HASH = Pattern.compile("0x[0-9a-f]{64}");
    private static final Pattern CLOID = Pattern.compile("0x[0-9a-f]{32}");
    private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d*)\\.(0|\\d*[1-9])");
    private static final Pattern CONDITION = Pattern.compile("Price (above|below) (0|[1-9]\\d*)(\\.\\d*[1-9])?");
    private static final Pattern TIF = Pattern.compile("Gtc|Alo|Ioc|FrontendMarket|LiquidationMarket");
    private static final Pattern TYPE = Pattern.compile("Limit|Market|(Stop|Take Profit) (Market|Limit)");
    private static final Pattern STATUS = Pattern.compile("open|filled|canceled|triggered|rejected"
            + "|(margin|vaultWithdrawal|openInterestCap|selfTrade|reduceOnly|siblingFilled|delisted|liquidated"
            + "|outcomeSettled)Canceled|(scheduled|internal)Cancel"
            + "|(tick|minTradeNtl|perpMargin|reduceOnly|badAloPx|iocCancel|badTriggerPx|marketOrderNoLiquidity"
            + "|positionIncreaseAtOpenInterestCap|positionFlipAtOpenInterestCap|tooAggressiveAtOpenInterestCap"
            + "|openInterestIncrease|insufficientSpotBalance|oracle|perpMaxPosition|tooManyOpenOrders)Rejected");

    private EventFormat() {}

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    /** Checks an envelope; its events' times must be the block's. */
    static void checkEnvelope(String line) {
        JsonNode envelope = parse(line);
        assertThat(keys(envelope)).isEqualTo(ENVELOPE);
        matches(TIME, envelope.get("local_time"));
        matches(TIME, envelope.get("block_time"));
        assertThat(envelope.get("block_number").isIntegralNumber()).isTrue();
        assertThat(envelope.get("events").isArray()).isTrue();
        envelope.get("events").forEach(EventFormat::checkEvent);
    }

    static void checkEvent(JsonNode event) {
        assertThat(keys(event)).isEqualTo(EVENT);
        matches(TIME, event.get("time"));
        matches(ADDRESS, event.get("user"));
        matches(STATUS, event.get("status"));
        boolean open = "open".equals(event.get("status").textValue());
        assertThat(event.get("hash").isNull()).as("hash of %s", event).isEqualTo(!open);
        if (open) {
            matches(HASH, event.get("hash"));
        }
        JsonNode builder = event.get("builder");
        if (!builder.isNull()) {
            assertThat(keys(builder)).containsExactly("b", "f");
            matches(ADDRESS, builder.get("b"));
            assertThat(builder.get("f").isInt()).isTrue();
        }
        checkOrder(event.get("order"));
        event.get("order").get("children").forEach(child -> {
            checkOrder(child);
            assertThat(child.get("children").isEmpty()).isTrue();
        });
    }

    private static void checkOrder(JsonNode order) {
        assertThat(keys(order)).isEqualTo(ORDER);
        assertThat(order.get("coin").textValue()).isNotEmpty();
        assertThat(order.get("side").textValue()).isIn("A", "B");
        for (String decimal : List.of("limitPx", "sz", "triggerPx", "origSz")) {
            matches(DECIMAL, order.get(decimal));
        }
        assertThat(order.get("oid").longValue()).isBetween(10_000_000_000L, 999_999_999_999L);
        assertThat(order.get("timestamp").isLong()).isTrue();
        assertThat(order.get("children").isArray()).isTrue();
        assertThat(order.get("children").size()).isLessThanOrEqualTo(2);
        for (String flag : List.of("isTrigger", "isPositionTpsl", "reduceOnly")) {
            assertThat(order.get(flag).isBoolean()).isTrue();
        }
        matches(TYPE, order.get("orderType"));
        boolean trigger = order.get("isTrigger").booleanValue();
        assertThat(trigger).isEqualTo(order.get("orderType").textValue().contains(" "));
        assertThat(order.get("tif").isNull()).as("tif of %s", order).isEqualTo(trigger);
        if (trigger) {
            matches(CONDITION, order.get("triggerCondition"));
        } else {
            matches(TIF, order.get("tif"));
            assertThat(order.get("triggerCondition").textValue()).isEqualTo("N/A");
            assertThat(order.get("triggerPx").textValue()).isEqualTo("0.0");
        }
        if (!order.get("cloid").isNull()) {
            matches(CLOID, order.get("cloid"));
        }
    }

    private static void matches(Pattern pattern, JsonNode node) {
        assertThat(node.textValue()).matches(pattern);
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
