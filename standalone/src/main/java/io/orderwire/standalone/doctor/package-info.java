/** Checks before a first start what would go wrong. Reads and asks only: nothing is created, locked for long or written. */
package io.orderwire.standalone.doctor;
