package io.orderwire.example.postgresql;

/**
 * The right to write one partition, until another instance claims it with a higher epoch.
 *
 * @param partition number of the partition
 * @param epoch epoch that this claim wrote to the partition's row
 * @param nextOffset first offset that is not in the database
 */
record Claim(int partition, long epoch, long nextOffset) {
    Claim at(long offset) {
        return new Claim(partition, epoch, offset);
    }
}
