/**
 * An example of an independent consumer: writes the topic of orders into PostgreSQL, exactly once, because each transaction
 * contains the rows and the offset after them.
 */
package io.orderwire.example.postgresql;
