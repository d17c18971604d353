package io.orderwire.system.rights;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.pipeline.ReadyLine;
import io.orderwire.standalone.pipeline.SingleProcess;
import io.orderwire.standalone.process.Lifetime;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.LoggerFactory;

/** A process of the pipeline that runs in this JVM as its command would, with settings of its own. */
final class UserProcess implements AutoCloseable {
    private static final Log LOG = Log.attached();

    private final Lifetime life = new Lifetime(Duration.ofSeconds(8));
    private final CompletableFuture<ReadyLine> ready = new CompletableFuture<>();
    private final CompletableFuture<ProcessExit> ended = new CompletableFuture<>();

    /** Starts {@code ingestor}, {@code parser} or {@code gateway}. */
    static UserProcess start(String command, Map<String, String> settings) {
        Map<String, String> flags = new HashMap<>(Map.of("management.port", "0", "gateway.port", "0"));
        flags.putAll(settings);
        UserProcess process = new UserProcess();
        Thread thread = new Thread(() -> process.run(command, flags), "test-" + command);
        thread.setDaemon(true);
        thread.start();
        return process;
    }

    private void run(String command, Map<String, String> flags) {
        ProcessExit exit = life.run(() -> {
            SingleProcess process =
                    new SingleProcess(life, Configuration.load(null, Map.of(), flags), Clock.systemUTC());
            ready.complete(
                    switch (command) {
                        case "ingestor" -> process.ingestor();
                        case "parser" -> process.parser();
                        default -> process.gateway();
                    });
        });
        ready.completeExceptionally(exit);
        ended.complete(exit);
    }

    /** Waits until it is ready; fails with the message of a process that ended instead. */
    ReadyLine awaitReady(Duration timeout) {
        return get(ready, timeout);
    }

    /** Waits for its end. */
    ProcessExit awaitEnd(Duration timeout) {
        return get(ended, timeout);
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    /** True if a first attempt to start has been successful. */
    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    private static <T> T get(CompletableFuture<T> future, Duration timeout) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("ended: " + e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("neither ready nor ended after " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The message of its end, or what it reports while it runs: readiness, and warnings of all processes of this JVM. */
    String reports() {
        StringBuilder text = new StringBuilder(String.join("\n", LOG.lines));
        if (ended.isDone()) {
            text.append('\n').append(ended.join().getMessage());
        } else if (isReady()) {
            text.append('\n').append(body(ready.join().value("management") + "health/ready"));
        }
        return text.toString();
    }

    /** The answer of a GET request. */
    static String body(String url) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that was logged by processes of this JVM, of any level that is enabled. */
    static List<String> logged() {
        return List.copyOf(LOG.all);
    }

    /** Forgets what was logged. */
    static void forgetLog() {
        LOG.lines.clear();
        LOG.all.clear();
    }

    /** Stops it in order. */
    @Override
    public void close() {
        life.fail(new ProcessExit(ExitCode.OK, "stopped by the test"));
        awaitEnd(Duration.ofSeconds(30));
    }

    private static final class Log extends AppenderBase<ILoggingEvent> {
        private final Queue<String> lines = new ConcurrentLinkedQueue<>();
        private final Queue<String> all = new ConcurrentLinkedQueue<>();

        static Log attached() {
            Log attached = new Log();
            attached.start();
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).addAppender(attached);
            return attached;
        }

        @Override
        protected void append(ILoggingEvent event) {
            all.add(event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : " " + event.getThrowableProxy().getMessage()));
            if (event.getLevel().isGreaterOrEqual(Level.WARN)
                    && event.getLoggerName().startsWith("io.orderwire.")) {
                lines.add(event.getFormattedMessage());
            }
        }
    }
}
