package io.orderwire.broker;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import kafka.server.FaultHandlerFactory;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.FaultHandlerException;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives the broker's fatal faults. Kafka was written to own its process and ends it on a fault in two ways: through the
 * fault handlers of its servers, and through {@link Exit}, which is global to the process. Both are redirected to this
 * class.
 */
final class BrokerFaults implements FaultHandlerFactory {
    private static final Logger log = LoggerFactory.getLogger(BrokerFaults.class);

    private final AtomicReference<@Nullable Consumer<BrokerFault>> listener;

    BrokerFaults(Consumer<BrokerFault> listener) {
        this.listener = new AtomicReference<>(listener);
    }

    /**
     * Prevents Kafka from ending this process from now on, even after a close, because threads of a closed broker may still
     * run.
     */
    void takeOverExit() {
        Exit.setExitProcedure((status, message) -> exit("exit", status, message));
        Exit.setHaltProcedure((status, message) -> exit("halt", status, message));
    }

    /** From now on faults are only logged. */
    void silence() {
        listener.set(null);
    }

    @Override
    public FaultHandler build(String name, boolean fatal, Runnable action) {
        return fatal ? new Fatal(name, action) : new LoggingFaultHandler(name, action);
    }

    private void exit(String how, int status, @Nullable String message) {
        report(new BrokerFault(
                message == null ? asker() + " asked to " + how + " with status " + status : message, null));
    }

    /** Kafka rarely says why; the class that asks is the best hint. */
    private static String asker() {
        return StackWalker.getInstance()
                .walk(frames -> frames.map(StackWalker.StackFrame::getClassName)
                        .filter(name ->
                                !name.equals(BrokerFaults.class.getName()) && !name.equals(Exit.class.getName()))
                        .findFirst())
                .orElse("Kafka");
    }

    void report(BrokerFault fault) {
        Consumer<BrokerFault> receiver = listener.getAndSet(null);
        if (receiver == null) {
            log.warn("Another fault of the embedded Kafka: {}", fault.message(), fault.cause());
            return;
        }
        log.error("Fatal fault of the embedded Kafka: {}", fault.message(), fault.cause());
        // Not on Kafka's own thread: the listener may close the broker, which waits for that thread.
        Thread thread = new Thread(() -> receiver.accept(fault), "kafka-fault");
        thread.setDaemon(true);
        thread.start();
    }

    private final class Fatal implements FaultHandler {
        private final String name;
        private final Runnable action;

        Fatal(String name, Runnable action) {
            this.name = name;
            this.action = action;
        }

        @Override
        public RuntimeException handleFault(String message, @Nullable Throwable cause) {
            String text = name + ": " + message + (cause == null ? "" : ": " + cause);
            try {
                action.run();
            } catch (RuntimeException e) {
                log.warn("Kafka could not count its own fault", e);
            }
            report(new BrokerFault(text, cause));
            return cause == null ? new FaultHandlerException(text) : new FaultHandlerException(text, cause);
        }
    }
}
