package io.orderwire.ingestor.publish;

/** Another ingestor has taken over; this one must not write anymore. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FencedException(Throwable cause) {
        super("another ingestor took over", cause);
    }
}
