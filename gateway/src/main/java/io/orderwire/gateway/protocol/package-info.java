/** What clients say and what they are told: requests in, messages out. */
package io.orderwire.gateway.protocol;
