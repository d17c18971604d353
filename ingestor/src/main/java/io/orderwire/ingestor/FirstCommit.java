package io.orderwire.ingestor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Waits for the first commit of a start, which may have to read gigabytes again before it. */
final class FirstCommit {
    private FirstCommit() {}

    /**
     * Waits until the latch is open.
     *
     * @param timeoutMs how long to wait without progress
     * @param progress a number that increases while the start makes progress
     * @return false if it did not open and there was no progress for that long
     */
    static boolean await(CountDownLatch started, long timeoutMs, LongSupplier progress) throws InterruptedException {
        long before = progress.getAsLong();
        while (!started.await(timeoutMs, TimeUnit.MILLISECONDS)) {
            long now = progress.getAsLong();
            if (now == before) {
                return false;
            }
            before = now;
        }
        return true;
    }
}
