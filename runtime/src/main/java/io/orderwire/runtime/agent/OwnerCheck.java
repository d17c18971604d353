package io.orderwire.runtime.agent;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Checks that a piece of state is used by one thread only. The first thread that {@link #check() checks} becomes the owner,
 * until it ends or {@link #handOver() hands over} the state. Tests switch the checks on with the system property
 * {@value #PROPERTY}; otherwise a check is a branch on a constant, which the compiler removes.
 */
public final class OwnerCheck {
    /** System property that switches the checks on if it is {@code true}. */
    public static final String PROPERTY = "orderwire.check.owners";

    private static final boolean ON = Boolean.getBoolean(PROPERTY);

    private final String state;
    private final AtomicReference<@Nullable Thread> owner = new AtomicReference<>();

    /** Nobody owns the state yet, which the error names. */
    public OwnerCheck(String state) {
        this.state = state;
    }

    /**
     * Checks that the calling thread is the owner.
     *
     * @throws IllegalStateException when another thread is
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
        // A thread that was joined has published all that it did: its state may get another owner.
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
