/** Checks that every HTTP port makes before it serves a request: the host that it is addressed to, and its sender. */
package io.orderwire.runtime.http;
