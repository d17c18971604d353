/**
 * Stats of a process: ages and slowness of its stages, its unique name, and the snapshot that it publishes each second.
 * Called by the stats timer of each process; gateways read the snapshots of all processes.
 */
package io.orderwire.runtime.stats;
