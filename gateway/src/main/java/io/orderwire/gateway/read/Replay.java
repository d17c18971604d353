package io.orderwire.gateway.read;

import io.orderwire.gateway.protocol.StartPosition;

/** A subscription that begins in the past, as the replaying thread sees it; called by that thread alone. */
public interface Replay {
    /** Its way through the topic. */
    Track track();

    /** Where it is to begin. */
    StartPosition from();

    /** False once it has ended: nothing more is to be read for it. */
    boolean isWanted();

    /** Its track has begun. */
    void begun();

    /** Looks anew whether its client takes a whole poll's records: what is read and then not taken is read again. */
    boolean lookForRoom();

    /** False once its client can take no more; it stays so until it is looked at anew. */
    boolean hasRoom();

    /** Sends what is due. */
    void endOfBatch();

    /** It has come near the live stream: sends what is due, and hands it over for its end to be set. */
    void nearlyLive();

    /** It stands where the live stream stood when its end was set: sends all, and hands it over. */
    void reachedLive();

    /** A step of it threw that: nothing more is to be read for it, and its client is closed. */
    void failed(Throwable failure);

    /** It stops for good: sends all, and where to go on. */
    void stopping();
}
