package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Writes events as the node does: the same keys in the same order, no white space. */
final class EventEncoder {
    private static final byte[] TIME = ascii("{\"time\":\"");
    private static final byte[] USER = ascii("\",\"user\":\"0x");
    private static final byte[] NO_HASH = ascii("\",\"hash\":null,\"builder\":");
    private static final byte[] HASH = ascii("\",\"hash\":\"0x");
    private static final byte[] BUILDER = ascii("\",\"builder\":");
    private static final byte[] NULL = ascii("null");
    private static final byte[] STATUS = ascii(",\"status\":\"");
    private static final byte[] ORDER = ascii("\",\"order\":");
    private static final byte[] COIN = ascii("{\"coin\":\"");
    private static final byte[] ASK = ascii("\",\"side\":\"A\",\"limitPx\":\"");
    private static final byte[] BID = ascii("\",\"side\":\"B\",\"limitPx\":\"");
    private static final byte[] SIZE = ascii("\",\"sz\":\"");
    private static final byte[] OID = ascii("\",\"oid\":");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] NO_TRIGGER =
            ascii(",\"triggerCondition\":\"N/A\",\"isTrigger\":false,\"triggerPx\":\"0.0\",\"children\":[");
    private static final byte[] ABOVE = ascii(",\"triggerCondition\":\"Price above ");
    private static final byte[] BELOW = ascii(",\"triggerCondition\":\"Price below ");
    private static final byte[] TRIGGER_PRICE = ascii("\",\"isTrigger\":true,\"triggerPx\":\"");
    private static final byte[] CHILDREN = ascii("\",\"children\":[");
    private static final byte[] POSITION_TPSL = ascii("],\"isPositionTpsl\":");
    private static final byte[] REDUCE_ONLY = ascii(",\"reduceOnly\":");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    private static final byte[] TYPE = ascii(",\"orderType\":\"");
    private static final byte[] ORIGINAL_SIZE = ascii("\",\"origSz\":\"");
    private static final byte[] TIF = ascii("\",\"tif\":");
    private static final byte[] NO_CLOID = ascii(",\"cloid\":null}");
    private static final byte[] CLOID = ascii(",\"cloid\":\"0x");
    private static final byte[] END_CLOID = ascii("\"}");

    private static final Map<Status, byte[]> STATUSES = texts(Status.class, status -> status.text);
    private static final Map<OrderType, byte[]> TYPES = texts(OrderType.class, type -> type.text);
    private static final Map<TimeInForce, byte[]> TIFS = texts(TimeInForce.class, tif -> tif.json);

    private final Chain chain;
    private final Traders traders;
    private final byte[][] builders;
    private final Order child;

    EventEncoder(Chain chain, Traders traders, Coin anyCoin, SplittableRandom random) {
        this.chain = chain;
        this.traders = traders;
        child = new Order(anyCoin);
        builders = new byte[TradingFloor.BUILDERS][];
        for (int i = 0; i < builders.length; i++) {
            builders[i] = ascii(String.format(
                    Locale.ROOT,
                    "{\"b\":\"0x%016x%016x%08x\",\"f\":%d}",
                    random.nextLong(),
                    random.nextLong(),
                    random.nextInt(),
                    i * 5));
        }
    }

    /** Writes one event object, without a line feed. */
    void encode(Order order, Status status, byte[] blockTime, LineBuffer out) {
        out.text(TIME);
        out.text(blockTime);
        out.text(USER);
        traders.address(order.user, out);
        if (status == Status.OPEN) {
            out.text(HASH);
            chain.hash(out);
            out.text(BUILDER);
        } else {
            out.text(NO_HASH);
        }
        out.text(order.builder < 0 ? NULL : builders[order.builder]);
        out.text(STATUS);
        out.text(text(STATUSES, status));
        out.text(ORDER);
        order(order, out);
        out.character('}');
    }

    private void order(Order order, LineBuffer out) {
        Coin coin = order.coin;
        out.text(COIN);
        out.text(coin.name);
        out.text(order.buy ? BID : ASK);
        out.decimal(order.price, coin.priceScale);
        out.text(SIZE);
        out.decimal(order.size, coin.sizeScale);
        out.text(OID);
        out.integer(order.oid);
        out.text(TIMESTAMP);
        out.integer(order.placedMs);
        trigger(order, out);
        for (int i = 0; i < order.children; i++) {
            if (i > 0) {
                out.character(',');
            }
            TriggerOrders.toChild(order, i, child);
            order(child, out);
        }
        out.text(POSITION_TPSL);
        out.text(order.positionTpsl ? TRUE : FALSE);
        out.text(REDUCE_ONLY);
        out.text(order.reduceOnly ? TRUE : FALSE);
        out.text(TYPE);
        out.text(text(TYPES, order.type));
        out.text(ORIGINAL_SIZE);
        out.decimal(order.originalSize, coin.sizeScale);
        out.text(TIF);
        out.text(text(TIFS, order.tif));
        cloid(order, out);
    }

    private static void trigger(Order order, LineBuffer out) {
        if (!order.type.trigger) {
            out.text(NO_TRIGGER);
            return;
        }
        out.text(order.triggersAbove ? ABOVE : BELOW);
        out.number(order.triggerPrice, order.coin.priceScale);
        out.text(TRIGGER_PRICE);
        out.decimal(order.triggerPrice, order.coin.priceScale);
        out.text(CHILDREN);
    }

    private static void cloid(Order order, LineBuffer out) {
        if (order.hasCloid) {
            out.text(CLOID);
            out.hex(order.cloidHigh, 16);
            out.hex(order.cloidLow, 16);
            out.text(END_CLOID);
        } else {
            out.text(NO_CLOID);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }

    private static <E extends Enum<E>> Map<E, byte[]> texts(Class<E> values, Function<E, String> text) {
        Map<E, byte[]> texts = new EnumMap<>(values);
        for (E value : values.getEnumConstants()) {
            texts.put(value, ascii(text.apply(value)));
        }
        return texts;
    }

    private static <E extends Enum<E>> byte[] text(Map<E, byte[]> texts, E value) {
        return Objects.requireNonNull(texts.get(value));
    }
}
