package io.orderwire.gateway.protocol;

import io.orderwire.gateway.recent.Activity;
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

    /** What the newest orders are about. */
    public static byte[] activity(Activity activity) {
        MessageBuffer answer = new MessageBuffer()
                .append("{\"orders\":" + activity.orders() + ",\"fromTime\":")
                .appendString(activity.fromTime())
                .append(",\"toTime\":")
                .appendString(activity.toTime());
        counts(answer, "statuses", activity.statuses());
        counts(answer, "coins", activity.coins());
        counts(answer, "users", activity.users());
        return answer.append('}').take();
    }

    private static void counts(MessageBuffer answer, String name, List<Activity.Count> counts) {
        answer.append(",\"" + name + "\":[");
        for (int i = 0; i < counts.size(); i++) {
            answer.append(i == 0 ? "{\"value\":" : ",{\"value\":")
                    .appendString(counts.get(i).value())
                    .append(",\"orders\":" + counts.get(i).orders() + "}");
        }
        answer.append(']');
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
