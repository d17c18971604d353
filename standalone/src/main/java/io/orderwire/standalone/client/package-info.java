/** Clients of a running gateway, independent of the pipeline's own code. */
package io.orderwire.standalone.client;
