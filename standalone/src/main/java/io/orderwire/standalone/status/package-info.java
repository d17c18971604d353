/** What Kafka shows about a running pipeline, for people: topics, files, processes and losses. It only reads. */
package io.orderwire.standalone.status;
