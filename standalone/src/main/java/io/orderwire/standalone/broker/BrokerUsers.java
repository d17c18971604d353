package io.orderwire.standalone.broker;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may read the embedded Kafka from other machines: names and passwords. */
public final class BrokerUsers {
    private static final Logger log = LoggerFactory.getLogger(BrokerUsers.class);
    private static final int MOST_USERS = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._@-]{1,100}");
    private static final Pattern PASSWORD = Pattern.compile("[\\x21-\\x7e]{8,200}");

    /** The name that Kafka gives to clients without one, which are those of this process. */
    private static final String NAMELESS = "ANONYMOUS";

    private final Map<String, String> passwords;

    private BrokerUsers(Map<String, String> passwords) {
        this.passwords = passwords;
    }

    /** Nobody has a name: whoever reaches the broker may do everything. */
    public static BrokerUsers none() {
        return new BrokerUsers(Map.of());
    }

    /**
     * Reads a file of lines of a name and a password, with blank lines and those that begin with {@code #} between them.
     *
     * @throws IllegalArgumentException naming the file and the line that is at fault, and never a password
     */
    public static BrokerUsers read(Path file) {
        Map<String, String> passwords = new TreeMap<>();
        int number = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                String text = line.strip();
                if (!text.isEmpty() && text.charAt(0) != '#') {
                    put(passwords, text, file + ":" + number);
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read as UTF-8: " + e, e);
        }
        if (passwords.isEmpty()) {
            throw new IllegalArgumentException(file + " has no user, expected lines of a name and a password");
        }
        warnOfReaders(file);
        return new BrokerUsers(passwords);
    }

    private static void put(Map<String, String> passwords, String line, String where) {
        String[] words = line.split("\\s+", -1);
        if (words.length != 2) {
            throw new IllegalArgumentException(
                    where + " has " + words.length + " words, expected a name and a password without spaces");
        }
        if (!NAME.matcher(words[0]).matches() || words[0].equals(NAMELESS)) {
            throw new IllegalArgumentException(
                    where + " has no name, expected 1 to 100 of a-z A-Z 0-9 . _ @ -, not " + NAMELESS);
        }
        if (!PASSWORD.matcher(words[1]).matches()) {
            throw new IllegalArgumentException(
                    where + ": the password of " + words[0] + " must have 8 to 200 visible ASCII characters");
        }
        if (passwords.put(words[0], words[1]) != null) {
            throw new IllegalArgumentException(where + " names " + words[0] + " again");
        }
        if (passwords.size() > MOST_USERS) {
            throw new IllegalArgumentException(where + ": more than " + MOST_USERS + " users");
        }
    }

    private static void warnOfReaders(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                log.warn("{} holds passwords, and every user of this machine can read it: chmod o-r", file);
            }
        } catch (IOException | UnsupportedOperationException expected) {
            // A file system without such rights.
        }
    }

    /** Whether nobody has a name. */
    boolean isEmpty() {
        return passwords.isEmpty();
    }

    /** Passwords by name. */
    Map<String, String> passwords() {
        return passwords;
    }

    /** Their number: passwords do not belong into messages. */
    @Override
    public String toString() {
        return passwords.size() + " users";
    }
}
