package io.orderwire.ingestor.model;

/** A promise that a history broke. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String promise;

    /** The promise in a word, and what was found. */
    Broken(String promise, String found) {
        super(promise + ": " + found);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
