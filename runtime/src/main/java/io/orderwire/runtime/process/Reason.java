package io.orderwire.runtime.process;

import java.util.List;

/**
 * A reason why a check of a process fails.
 *
 * @param code for programs
 * @param text for people, beginning with the part that is concerned: {@code kafka: no broker answers}
 */
public record Reason(ReasonCode code, String text) {
    /** The texts of reasons, in their order. */
    public static List<String> texts(List<Reason> reasons) {
        return reasons.stream().map(Reason::text).toList();
    }
}
