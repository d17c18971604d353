package io.orderwire.gateway.protocol;

import java.util.List;

/** Bodies of the answers under {@code /api}. */
public final class ApiAnswers {
    private ApiAnswers() {}

    /**
     * The orders that a search has found.
     *
     * @param orders orders as stored in Kafka
     * @param truncated whether there are more
     */
    public static byte[] orders(List<byte[]> orders, boolean truncated) {
        MessageBuffer answer = new MessageBuffer().append("{\"orders\":[");
        for (int i = 0; i < orders.size(); i++) {
            if (i > 0) {
                answer.append(',');
            }
            answer.append(orders.get(i));
        }
        return answer.append("],\"truncated\":" + truncated + "}").take();
    }

    /** A refusal, {@code application/problem+json} as of RFC 9457. */
    public static byte[] problem(int status, String title, String detail) {
        return new MessageBuffer()
                .append("{\"type\":\"about:blank\",\"title\":")
                .appendString(title)
                .append(",\"status\":" + status + ",\"detail\":")
                .appendString(detail)
                .append('}')
                .take();
    }
}
