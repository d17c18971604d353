package io.orderwire.benchmarks.attackers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/** What an attacker says and hears on one TCP connection. A connection that is opened again gets a new one. */
interface Peer {
    /** The connection stands. */
    void connected(Connection connection) throws IOException;

    /**
     * Bytes came; all of them are to be taken.
     *
     * @throws IOException ends the connection; its message is counted unless it is empty
     */
    void received(Connection connection, ByteBuffer bytes) throws IOException;

    /** Called ten times a second while the connection stands. */
    default void tick(Connection connection, long nowNanos) throws IOException {}

    /** The gateway ended the connection, or it could not be opened. */
    void ended(String how);

    /** How long an ended connection stays closed, nanoseconds: by default as long as a patient client waits. */
    default long reopenNanos() {
        return TimeUnit.SECONDS.toNanos(1);
    }
}
