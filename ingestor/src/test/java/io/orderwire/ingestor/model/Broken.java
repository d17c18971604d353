package io.orderwire.ingestor.model;

/** A promise that a history broke. */
final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String promise;

    /** Names the broken promise in a word, and the contradiction that was found. */
    Broken(String promise, String found) {
        super(promise + ": " + found);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
