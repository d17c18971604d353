package io.orderwire.gateway.session;

/**
 * Figures of the send queue of one client.
 *
 * @param frames frames that wait
 * @param bytes bytes of these frames
 * @param fill the larger of the fills in frames and in bytes: 0 if empty, 1 at the limit, which answers and a single long
 *     frame can exceed
 * @param dropped events that the client has lost because it was slow
 * @param lossy whether it has lost some since its queue was last empty
 */
public record QueueFigures(int frames, long bytes, double fill, long dropped, boolean lossy) {}
