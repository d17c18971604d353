/**
 * WebSocket channels: frames judged by their headers, and permessage-deflate (RFC 7692) agreed on, applied to what is sent,
 * and bounded in what comes.
 */
package io.orderwire.gateway.channel;
