package io.orderwire.system.browser;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Events as a node writes them. */
final class NodeEvents {
    private static final DateTimeFormatter NODE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS");

    private NodeEvents() {}

    /** An event of now, in JSON; the texts are put into it as they are. */
    static String event(String coin, String user, String status, long oid, String cloid) {
        String now = NODE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC));
        return ("{\"time\":\"%s\",\"user\":\"%s\",\"hash\":null,\"builder\":null,\"status\":\"%s\",\"order\":{\"coin\":\"%s\","
                        + "\"side\":\"B\",\"limitPx\":\"81301.0\",\"sz\":\"0.5\",\"oid\":%d,\"timestamp\":%d,"
                        + "\"triggerCondition\":\"N/A\",\"isTrigger\":false,\"triggerPx\":\"0.0\",\"children\":[],"
                        + "\"isPositionTpsl\":false,\"reduceOnly\":false,\"orderType\":\"Limit\",\"origSz\":\"0.5\","
                        + "\"tif\":\"Alo\",\"cloid\":\"%s\"}}")
                .formatted(now, user, status, coin, oid, Instant.now().toEpochMilli(), cloid);
    }
}
