/** Clients of a running gateway, made of nothing but the JDK. */
package io.orderwire.standalone.client;
