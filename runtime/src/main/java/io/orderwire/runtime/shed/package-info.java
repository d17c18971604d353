/** Decides whether a stage that lags keeps reading or sheds, from its lag, its throughput and the rate of arrivals. */
package io.orderwire.runtime.shed;
