package io.orderwire.gateway.replay;

/** Thrown by a step of a replay that cannot continue, through no fault of the gateway. */
public final class ReplayEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ReplayEnd end;

    /** Ends the replay for {@code end}. */
    public ReplayEndedException(ReplayEnd end) {
        super(end.detail());
        this.end = end;
    }

    /** Why it ends. */
    public ReplayEnd end() {
        return end;
    }
}
