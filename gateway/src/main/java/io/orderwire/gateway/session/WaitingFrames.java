package io.orderwire.gateway.session;

import io.orderwire.websocket.limit.SendMemory;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The queued frames of a {@link SendQueue}, in the order in which they were offered, and their total size. Counts their
 * messages in the send memory. Not thread-safe.
 */
final class WaitingFrames {
    record Entry(@Nullable Subscription subscription, Frame frame) {}

    private final SendMemory sendMemory;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private int answers;
    private long answerBytes;
    private long bytes;

    WaitingFrames(SendMemory sendMemory) {
        this.sendMemory = sendMemory;
    }

    void add(Entry entry) {
        Frame frame = entry.frame;
        if (frame.kind() == Frame.Kind.CONTROL) {
            answers++;
            answerBytes += frame.bytes();
        }
        entries.add(entry);
        bytes += frame.bytes();
        frame.message().hold(sendMemory);
    }

    @Nullable
    Entry peek() {
        return entries.peek();
    }

    /** Removes the first frame; the queue must not be empty. */
    void remove() {
        gone(entries.remove());
    }

    /** Removes and returns the oldest frame that is not an answer; returns null if there is none. */
    @Nullable
    Entry removeOldestDroppable() {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.frame.kind() != Frame.Kind.CONTROL) {
                all.remove();
                gone(entry);
                return entry;
            }
        }
        return null;
    }

    /** Removes the snapshots of a subscription, because the caller adds a newer one. */
    void removeSnapshots(@Nullable Subscription subscription) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.subscription == subscription && entry.frame.kind() == Frame.Kind.SNAPSHOT) {
                all.remove();
                gone(entry);
            }
        }
    }

    /** Removes all frames of a subscription. */
    void removeAll(Subscription subscription) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.subscription == subscription) {
                all.remove();
                gone(entry);
            }
        }
    }

    void clear() {
        entries.forEach(this::gone);
        entries.clear();
    }

    private void gone(Entry entry) {
        bytes -= entry.frame.bytes();
        entry.frame.message().release(sendMemory);
        if (entry.frame.kind() == Frame.Kind.CONTROL) {
            answers--;
            answerBytes -= entry.frame.bytes();
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    /** Number of queued answers. */
    int answers() {
        return answers;
    }

    long answerBytes() {
        return answerBytes;
    }

    /** Bytes of all frames. */
    long bytes() {
        return bytes;
    }
}
