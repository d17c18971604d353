package io.orderwire.gateway.read;

import io.orderwire.gateway.protocol.StartPosition;

/** A subscription that begins in the past, as the replaying thread sees it; called by that thread alone. */
public interface Replay {
    /** Its way through the topic. */
    Track track();

    /** Where it is to begin. */
    StartPosition from();

    /** Who pays for it: the replays of equal payers share their turns. */
    Object payer();

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

    /** Whether it may try to join the live stream now: after a failed attempt not at once. */
    boolean mayJoin();

    /** It has come near the live stream: sends what is due, and hands it over for its end to be set. */
    void nearlyLive();

    /** It stands where the live stream stood when its end was set: sends all, and hands it over. */
    void reachedLive();

    /** It cannot continue: nothing more is to be read for it, and its client is told why. */
    void ended(ReplayEnd end);

    /** A step of it threw that: nothing more is to be read for it, and its client is closed. */
    void failed(Throwable failure);

    /** It stops for good: sends all, and where to go on. */
    void stopping();
}
