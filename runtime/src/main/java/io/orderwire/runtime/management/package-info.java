/**
 * The management port: health and metrics over HTTP, bounded in connections, sizes and times.
 * Served by two threads of Undertow, which read health and meters and change nothing.
 */
package io.orderwire.runtime.management;
