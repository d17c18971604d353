package io.orderwire.standalone.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The format of the log: text for people, or one JSON object per line for programs. */
public final class LogFormat {
    private static final String JSON = "json";
    private static final String CONFIG = "--config";
    private static final String VARIABLE = "ORDERWIRE_LOG_FORMAT";
    private static final Pattern FLAG = Pattern.compile("(?:-D=?)?log\\.format=(.*)");
    private static volatile boolean json;

    private LogFormat() {}

    /** Applies {@code log.format} to all appenders of the process. */
    public static void apply(Settings settings) {
        if (settings.get(PipelineOptions.LOG_FORMAT).equals(JSON)) {
            write();
        }
    }

    /**
     * Applies {@code log.format} before the configuration is read, so that what is wrong with it is reported in that format,
     * too. The value is looked for where the configuration looks for it, and anything else is left to it.
     */
    public static void applyEarly(String[] arguments, Map<String, String> environment) {
        String flag = null;
        String file = null;
        for (int i = 0; i < arguments.length; i++) {
            Matcher matcher = FLAG.matcher(arguments[i]);
            if (matcher.matches()) {
                flag = matcher.group(1);
            } else if (arguments[i].startsWith(CONFIG + "=")) {
                file = arguments[i].substring(CONFIG.length() + 1);
            } else if (arguments[i].equals(CONFIG) && i + 1 < arguments.length) {
                file = arguments[i + 1];
            }
        }
        String named = flag == null ? environment.get(VARIABLE) : flag;
        String value = named == null && file != null ? of(file) : named;
        if (value != null && value.strip().equals(JSON)) {
            write();
        }
    }

    private static @Nullable String of(String file) {
        Properties properties = new Properties();
        try (Reader text = Files.newBufferedReader(Path.of(file))) {
            properties.load(text);
        } catch (IOException | IllegalArgumentException unreadable) {
            // The configuration reports it.
            return null;
        }
        return properties.getProperty(PipelineOptions.LOG_FORMAT.name());
    }

    /** Whether the log is JSON. */
    public static boolean isJson() {
        return json;
    }

    /** Prints a last message to standard error, in the format of the log. */
    public static void print(String message) {
        if (json) {
            // Not a constant: commands that log nothing start faster without the log.
            LoggerFactory.getLogger("orderwire").error("{}", message);
        } else {
            System.err.println("orderwire: " + message);
        }
    }

    private static void write() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            json = true;
            Iterator<Appender<ILoggingEvent>> appenders =
                    context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
            while (appenders.hasNext()) {
                if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> stream) {
                    stream.setEncoder(json(context));
                }
            }
        }
    }

    static JsonEncoder json(LoggerContext context) {
        JsonEncoder encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMDC(false);
        encoder.setWithKVPList(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
