package io.orderwire.runtime.process;

/** One of the processes of the pipeline, which may share a JVM with others. */
public interface PipelineProcess extends AutoCloseable {
    /**
     * Starts, and returns when orders can flow through it.
     *
     * @throws ProcessExit if it cannot start
     */
    void start();

    /** Stops in an orderly way, within a bounded time; does nothing if the process was not started or has already stopped. */
    @Override
    void close();
}
