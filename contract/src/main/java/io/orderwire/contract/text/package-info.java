/**
 * Strict UTF-8 and JSON for input from outside: rejects texts that lenient readers accept but encoders cannot write. Called by
 * every package that reads or checks JSON, on any thread: its classes are stateless.
 */
package io.orderwire.contract.text;
