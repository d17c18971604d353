/** How a JVM that runs parts of the pipeline lives and ends. */
package io.orderwire.standalone.process;
