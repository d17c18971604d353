package io.orderwire.runtime.process;

/** One of the processes that make the pipeline, alone in a JVM or beside others. */
public interface PipelineProcess extends AutoCloseable {
    /**
     * Starts, and returns when orders can flow through it.
     *
     * @throws ProcessExit when it cannot
     */
    void start();

    /** Stops in an orderly way, within a bound; does nothing when it never started or has stopped. */
    @Override
    void close();
}
