/**
 * Why a process or the pipeline is not as it should be: a code for programs, words for people, and since when. Depends on no
 * other package, and is used by all that can report a fault.
 */
package io.orderwire.runtime.reason;
