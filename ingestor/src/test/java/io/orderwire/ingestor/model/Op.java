package io.orderwire.ingestor.model;

/** The kinds of steps, with the weights by which they are chosen. */
enum Op {
    /** The node appends events, the last of them possibly incomplete. */
    APPEND(30),
    /** The node's writer opens the file again; an unfinished line stays torn or is finished first. */
    REOPEN(1),
    /** The file gets another name; the writer continues to write to it. */
    RENAME(2),
    /** The renamed file gets its name back. */
    MOVE_BACK(2),
    /** The file is removed; the writer continues to write to it. */
    REMOVE(3),
    /** The former contents are restored, completely or in part. */
    RESTORE(5),
    /** The file is cut. */
    TRUNCATE(2),
    /** The same file gets other contents. */
    REWRITE(3),
    /** Another file with the same contents takes the place. */
    NEW_INODE_SAME(2),
    /** Another file with other contents takes the place. */
    NEW_INODE_OTHER(2),
    /** The former contents are copied into the same file. */
    COPY_OVER(1),
    /** The file gets a second name. */
    HARD_LINK(1),
    /** A file with a name that is not an hour's, beside it. */
    NEIGHBOUR(2),
    /** An empty file appears. */
    EMPTY(1),
    /** A folder vanishes. */
    FOLDER_AWAY(1),
    /** The folder is restored. */
    FOLDER_BACK(2),
    /** The wall clock is set. */
    CLOCK(1),
    /** Time passes. */
    ELAPSE(6),
    /** The tailer reads all available bytes. */
    READ(14),
    /** The tailer reads the open files without scanning the folder. */
    READ_OPEN(4),
    /** The tailer reads a little. */
    READ_SOME(4),
    /** The tailer samples the lengths of the files. */
    LOOK(1),
    /** The bytes that were read are sent. */
    HAND_OVER(4),
    /** The cycle that was sent is committed. */
    COMMIT(8),
    /** A transaction fails; the process goes back to the last committed one. */
    FAIL(4),
    /** The process is killed, and another resumes. */
    KILL(3),
    /** Nothing happens to the files for a moment, while the tailer reads and commits. */
    SETTLE(4);

    private final int weight;

    Op(int weight) {
        this.weight = weight;
    }

    int weight() {
        return weight;
    }
}
