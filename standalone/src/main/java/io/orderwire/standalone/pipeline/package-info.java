/** The pipeline put together: all in one JVM around an embedded Kafka, or one process of it alone. */
package io.orderwire.standalone.pipeline;
