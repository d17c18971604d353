/**
 * The lifecycle of a process: context, health, exit codes, and the watchdog over its threads. Called by the processes when they
 * start and stop; the watchdog calls the stages on its own thread.
 */
package io.orderwire.runtime.process;
