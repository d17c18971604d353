/**
 * Configuration options: definition, file, environment and flags, checked values, and the generated reference page.
 * Each process calls it once at its start, on the main thread; effective settings are immutable.
 */
package io.orderwire.runtime.config;
