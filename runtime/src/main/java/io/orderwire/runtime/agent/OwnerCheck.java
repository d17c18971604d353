package io.orderwire.runtime.agent;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Checks that only one thread uses a piece of state. The first thread that {@link #check() checks} becomes the owner,
 * until it ends or {@link #handOver() hands over} the state. Tests switch the checks on with the system property
 * {@value #PROPERTY}; otherwise a check is a branch on a constant, which the compiler removes.
 */
public final class OwnerCheck {
    /** System property that switches the checks on if it is {@code true}. */
    public static final String PROPERTY = "orderwire.check.owners";

    private static final boolean ON = Boolean.getBoolean(PROPERTY);

    private final String state;
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    /** Creates a check without an owner; the error message names {@code state}. */
    public OwnerCheck(String state) {
        this.state = state;
    }

    /**
     * Checks that the calling thread is the owner.
     *
     * @throws IllegalStateException if another thread is the owner
     */
    public void check() {
        if (ON) {
            verify();
        }
    }

    private void verify() {
        Thread caller = Thread.currentThread();
        Thread known = owner.get();
        if (known == caller) {
            return;
        }
        // Everything that a dead thread did happened before isAlive() returned false (JLS 17.4.4), so another thread
        // may own its state.
        if (known != null && known.isAlive() || !owner.compareAndSet(known, caller)) {
            throw new IllegalStateException(
                    state + " is used by thread " + caller.getName() + ", but belongs to " + owner.get());
        }
    }

    /** Hands over the state to the next thread that checks; called by the owner before it publishes the state. */
    public void handOver() {
        if (ON) {
            verify();
            owner.set(null);
        }
    }

    /** True if the checks are switched on. */
    static boolean isOn() {
        return ON;
    }
}
