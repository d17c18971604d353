package io.orderwire.broker;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.NotControllerException;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.controller.ControllerRequestContext;

/** Calls to the metadata controller and the metadata loader of this JVM before the broker starts, all within one timeout. */
final class ControllerCalls {
    private static final long RETRY_MS = 20;

    /** A sequence of calls. */
    interface Work {
        void run(ControllerCalls calls)
                throws ExecutionException, TimeoutException, InterruptedException, GeneralSecurityException;
    }

    private final long deadline;

    private ControllerCalls(long deadline) {
        this.deadline = deadline;
    }

    /**
     * Runs the work.
     *
     * @param failure begins the message of the exception
     * @throws BrokerStartException when a call fails, or the timeout expires
     */
    static void within(Duration timeout, String failure, Work work) {
        try {
            work.run(new ControllerCalls(System.nanoTime() + timeout.toNanos()));
        } catch (ExecutionException e) {
            throw new BrokerStartException(failure + ": " + e.getCause(), e);
        } catch (GeneralSecurityException e) {
            throw new BrokerStartException(failure + ": " + e, e);
        } catch (TimeoutException e) {
            throw new BrokerStartException(failure + " within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerStartException(failure + ": interrupted", e);
        }
    }

    /** The answer of the controller to a request, which is repeated until the controller has been elected. */
    <T> T ask(Supplier<CompletableFuture<T>> request)
            throws ExecutionException, TimeoutException, InterruptedException {
        while (true) {
            try {
                return await(request.get());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof NotControllerException)) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(RETRY_MS);
            }
        }
    }

    /** Waits for a future. */
    <T> T await(CompletableFuture<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /** The context of a request to the controller; the request expires with the timeout of all calls. */
    ControllerRequestContext context() {
        return new ControllerRequestContext(
                new RequestHeaderData(), KafkaPrincipal.ANONYMOUS, OptionalLong.of(deadline));
    }
}
