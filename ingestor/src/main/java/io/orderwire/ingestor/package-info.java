/**
 * The ingestor's process: options, the wiring of its stations, and the agent that runs them cycle by cycle. The agent's thread
 * owns all stations between the files and the publisher. The first station is the tailer.
 */
package io.orderwire.ingestor;
