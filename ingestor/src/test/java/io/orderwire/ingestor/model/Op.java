package io.orderwire.ingestor.model;

/** What happens in a step, and how often it is chosen. */
enum Op {
    /** The node appends events, the last of them perhaps cut anywhere. */
    APPEND(30),
    /** The node's writer begins anew, and a line that it had not finished stays torn or is finished first. */
    REOPEN(1),
    /** The file gets another name; the writer writes on. */
    RENAME(2),
    /** The renamed file gets its name back. */
    MOVE_BACK(2),
    /** The file is removed; the writer writes on. */
    REMOVE(3),
    /** The former contents come back, all or some of them. */
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
    /** The folder comes back. */
    FOLDER_BACK(2),
    /** The wall clock is set. */
    CLOCK(1),
    /** Time passes. */
    ELAPSE(6),
    /** The tailer reads all that there is. */
    READ(14),
    /** The tailer reads what the open files hold, before it looks at the folder again. */
    READ_OPEN(4),
    /** The tailer reads a little. */
    READ_SOME(4),
    /** The tailer samples the lengths of the files. */
    LOOK(1),
    /** What was read is sent. */
    HAND_OVER(4),
    /** What was sent is committed. */
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
