package io.orderwire.standalone.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.LoggerFactory;

/**
 * Bounds how often the same is logged: at most {@value #MOST} times a minute. What is the same is decided by the text in the
 * code, whatever its arguments are, unless that has no words of its own. The summary of the minute says how many lines were
 * left out. Remembers the last {@value #MESSAGES} texts. Thread-safe.
 */
public final class RepeatLimit extends Filter<ILoggingEvent> {
    /** A text is logged this often in a minute. */
    static final int MOST = 20;

    static final int MESSAGES = 1_024;
    private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final String WITHOUT_WORDS = "{}";

    private record Key(String logger, String text) {}

    private static final class Count {
        private long sinceNanos;
        private int logged;
        private long leftOut;
    }

    private final LongSupplier nanoTime;
    /** Lines that were left out of texts that are not remembered any more. */
    private final LongAdder ofForgotten = new LongAdder();

    @GuardedBy("this")
    private final Map<Key, Count> counts = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Count> eldest) {
            boolean full = size() > MESSAGES;
            if (full) {
                ofForgotten.add(eldest.getValue().leftOut);
            }
            return full;
        }
    };

    /** A limit that measures with {@link System#nanoTime}; created by the configuration of the log. */
    public RepeatLimit() {
        this(System::nanoTime);
    }

    RepeatLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        long now = nanoTime.getAsLong();
        Count count = counts.computeIfAbsent(key(event), first -> {
            Count made = new Count();
            made.sinceNanos = now;
            return made;
        });
        if (now - count.sinceNanos >= WINDOW_NANOS) {
            count.sinceNanos = now;
            count.logged = 0;
        }
        if (count.logged < MOST) {
            count.logged++;
            return FilterReply.NEUTRAL;
        }
        count.leftOut++;
        return FilterReply.DENY;
    }

    private static Key key(ILoggingEvent event) {
        String text = String.valueOf(event.getMessage());
        return new Key(event.getLoggerName(), text.equals(WITHOUT_WORDS) ? event.getFormattedMessage() : text);
    }

    /** What was left out since the last call: a sentence for each text, and one for all that are not remembered any more. */
    synchronized List<String> takeLeftOut() {
        List<String> texts = new ArrayList<>();
        counts.forEach((key, count) -> {
            if (count.leftOut > 0) {
                String logger = key.logger.substring(key.logger.lastIndexOf('.') + 1);
                texts.add(count.leftOut + " more lines of " + logger + " were not logged: " + key.text);
                count.leftOut = 0;
            }
        });
        long forgotten = ofForgotten.sumThenReset();
        if (forgotten > 0) {
            texts.add(forgotten + " more lines of other texts were not logged");
        }
        return texts;
    }

    /** What the limits of the process's log left out since the last call. */
    static List<String> takeLeftOutOfLog() {
        List<String> texts = new ArrayList<>();
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger(Logger.ROOT_LOGGER_NAME)
                    .iteratorForAppenders()
                    .forEachRemaining(
                            appender -> appender.getCopyOfAttachedFiltersList().forEach(filter -> {
                                if (filter instanceof RepeatLimit limit) {
                                    texts.addAll(limit.takeLeftOut());
                                }
                            }));
        }
        return texts;
    }
}
