/**
 * Strict UTF-8 and JSON for input from outside: rejects texts that lenient readers accept and encoders cannot write again.
 * Called by every package that reads or checks JSON, on any thread: it has no state.
 */
package io.orderwire.contract.text;
