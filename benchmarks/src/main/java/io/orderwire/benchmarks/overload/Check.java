package io.orderwire.benchmarks.overload;

/**
 * One promise, and what was seen of it.
 *
 * @param promise what must hold
 * @param seen the figures
 * @param account whether it is one of the accounts, which hold on any machine, and no figure of speed or memory
 */
record Check(String promise, String seen, boolean holds, boolean account) {
    @Override
    public String toString() {
        return (holds ? "  held    " : "  BROKEN  ") + promise + ": " + seen;
    }
}
