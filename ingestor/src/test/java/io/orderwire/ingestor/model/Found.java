package io.orderwire.ingestor.model;

/**
 * An event that the tailer delivered.
 *
 * @param hour the path, without the generation
 * @param oid names the event, 0 if the output is not a whole event of one line
 * @param raw the bytes that must be at that offset
 */
record Found(String hour, int generation, long offset, int partition, long oid, String raw) {
    String at() {
        return hour + (generation == 0 ? "" : "~" + generation) + "@" + offset;
    }

    @Override
    public String toString() {
        return at() + (oid == 0 ? " garbage " + raw : " event " + oid);
    }
}
