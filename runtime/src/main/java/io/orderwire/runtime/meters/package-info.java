/**
 * Catalogues of meters: each module names its meters in one enum of {@link io.orderwire.runtime.meters.Catalogued} entries,
 * from which the meters are created and the reference page is made. Depends on Micrometer only.
 */
package io.orderwire.runtime.meters;
