package io.orderwire.ingestor.duplicates;

/**
 * The memory of {@link RecentBlocks}: chunks of {@value #EVENTS} hashes, linked to chains. Each hash has a bit that says
 * whether it was taken. Memory is allocated in slabs of 1 MiB up to a bound and then reused, so that remembering events does
 * not create garbage. Not thread-safe.
 */
final class Chunks {
    /** Number of hashes in one chunk. On average, each block wastes half a chunk. */
    static final int EVENTS = 64;

    /** No chunk. */
    static final int NONE = -1;

    private static final int SLAB_CHUNKS = 2_048;
    private static final int ARRAY_HEADER = 16;

    /** Size of one slab in bytes: hashes, bits and links. */
    static final long SLAB_BYTES =
            3 * ARRAY_HEADER + (long) SLAB_CHUNKS * (EVENTS * Long.BYTES + Long.BYTES + Integer.BYTES);

    private final long[][] hashes;
    private final long[][] taken;
    private final int[][] next;
    private int slabs;
    private int unused;
    private int free = NONE;

    /** At most {@code bytes}. */
    Chunks(long bytes) {
        int most = Math.toIntExact(Math.max(1, bytes / SLAB_BYTES));
        hashes = new long[most][];
        taken = new long[most][];
        next = new int[most][];
    }

    /** Largest possible number of chunks. */
    int most() {
        return hashes.length * SLAB_CHUNKS;
    }

    /** Bytes allocated. */
    long bytes() {
        return slabs * SLAB_BYTES;
    }

    /**
     * Allocates a chunk that does not have taken hashes and is not linked to another; {@link #NONE} if the bound is reached.
     */
    int allocate() {
        int chunk = free;
        if (chunk != NONE) {
            free = next(chunk);
        } else {
            if (unused == slabs * SLAB_CHUNKS) {
                if (slabs == hashes.length) {
                    return NONE;
                }
                hashes[slabs] = new long[SLAB_CHUNKS * EVENTS];
                taken[slabs] = new long[SLAB_CHUNKS];
                next[slabs] = new int[SLAB_CHUNKS];
                slabs++;
            }
            chunk = unused++;
        }
        link(chunk, NONE);
        setTaken(chunk, 0);
        return chunk;
    }

    /** Frees a chain from its first to its last chunk. */
    void free(int first, int last) {
        link(last, free);
        free = first;
    }

    int next(int chunk) {
        return next[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS];
    }

    void link(int chunk, int to) {
        next[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS] = to;
    }

    /** The hash at {@code position % EVENTS} of the chunk. */
    long hash(int chunk, int position) {
        return hashes[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS * EVENTS + position % EVENTS];
    }

    void set(int chunk, int position, long hash) {
        hashes[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS * EVENTS + position % EVENTS] = hash;
    }

    /** One bit for each hash of the chunk. */
    long taken(int chunk) {
        return taken[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS];
    }

    boolean isTaken(int chunk, int position) {
        return (taken(chunk) >>> position % EVENTS & 1) != 0;
    }

    void setTaken(int chunk, long bits) {
        taken[chunk / SLAB_CHUNKS][chunk % SLAB_CHUNKS] = bits;
    }

    /** Frees everything. */
    void clear() {
        unused = 0;
        free = NONE;
    }
}
