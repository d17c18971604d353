package io.orderwire.runtime.reason;

import java.util.List;

/**
 * A reason why a process or the pipeline is not as it should be.
 *
 * @param code the cause, for programs
 * @param text for people; may change while the cause lasts, and with versions
 * @param sinceMs since when the process that reports it has had this cause without a break, epoch milliseconds by its clock;
 *     0 where that is not known
 */
public record Reason(ReasonCode code, String text, long sinceMs) {
    /** The texts of reasons, in their order. */
    public static List<String> texts(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).toList();
    }

    /** The same cause in other words. */
    public Reason in(String words) {
        return new Reason(code, words, sinceMs);
    }

    /** The same with its beginning. */
    public Reason since(long ms) {
        return new Reason(code, text, ms);
    }
}
