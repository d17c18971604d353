/**
 * Life of a process: context, health, exit codes, and the watchdog over its threads.
 * Called by the processes as they start and stop; watched stages are asked on the watchdog's thread.
 */
package io.orderwire.runtime.process;
