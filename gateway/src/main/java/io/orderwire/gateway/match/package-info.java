/** Which orders a subscription asks for, and how to find that out cheaply. */
package io.orderwire.gateway.match;
