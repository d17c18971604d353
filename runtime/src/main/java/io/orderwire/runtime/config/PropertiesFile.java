package io.orderwire.runtime.config;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Reads Java's properties format in UTF-8, with the line number of each key. */
final class PropertiesFile {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** Receives the entries of a file, in their order. */
    interface Sink {
        /** Receives a key and its value; {@code line} is the line on which the entry begins, counted from 1. */
        void entry(String key, String value, int line);
    }

    private PropertiesFile() {}

    /**
     * Reads all entries.
     *
     * @throws ConfigurationException naming the file, and the last line read if there is one
     */
    static void read(Path file, Sink sink) {
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                int first = number;
                StringBuilder entry = new StringBuilder(number == 1 ? withoutMark(line) : line);
                while (!isComment(entry) && endsInBackslash(entry)) {
                    String next = reader.readLine();
                    number++;
                    entry.append('\n').append(next == null ? "" : next);
                }
                put(entry.toString(), first, sink);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException("configuration file " + file + (number == 0 ? "" : ":" + number) + ": "
                    + e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage()));
        }
    }

    private static void put(String entry, int line, Sink sink) throws IOException {
        Properties one = new Properties();
        one.load(new StringReader(entry));
        one.stringPropertyNames().forEach(key -> sink.entry(key, one.getProperty(key), line));
    }

    private static String withoutMark(String line) {
        return !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.isEmpty() || text.charAt(0) == '#' || text.charAt(0) == '!';
    }

    /** Whether the line ends in an odd number of backslashes, so that the entry continues on the next line. */
    private static boolean endsInBackslash(CharSequence line) {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == '\\') {
            end--;
        }
        return (line.length() - end) % 2 == 1;
    }
}
