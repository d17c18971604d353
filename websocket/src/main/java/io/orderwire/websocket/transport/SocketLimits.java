package io.orderwire.websocket.transport;

/**
 * Bounds of TCP connections.
 *
 * @param most of all addresses together
 * @param mostOfAddress of one address
 * @param acceptsPerSecond new ones of one address in the long run, ten times as many at once
 * @param silentMs longest time without a complete first request, from the accept on: of silence, of a TLS handshake and of
 *     the head of a request together
 * @param idleMs longest time between two requests
 * @param answerMs longest time from the head of a request until its answer was taken
 */
public record SocketLimits(int most, int mostOfAddress, int acceptsPerSecond, int silentMs, int idleMs, int answerMs) {}
