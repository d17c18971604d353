package io.orderwire.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names and passwords of the users that may read the embedded Kafka from other machines. */
public final class BrokerUsers {
    private static final int MOST_USERS = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._@-]{1,100}");
    private static final Pattern PASSWORD = Pattern.compile("[\\x21-\\x7e]{8,200}");

    /** The name that Kafka gives to unauthenticated clients, such as those of this process. */
    private static final String NAMELESS = "ANONYMOUS";

    private final Map<String, String> passwords;

    private BrokerUsers(Map<String, String> passwords) {
        this.passwords = passwords;
    }

    /** No users: every client that reaches the broker may do everything. */
    public static BrokerUsers none() {
        return new BrokerUsers(Map.of());
    }

    /**
     * Parses lines that consist of a name and a password. Ignores blank lines and lines that begin with {@code #}.
     *
     * @param file the file that contains the lines, for messages
     * @throws IllegalArgumentException naming the file and the invalid line, but never a password
     */
    public static BrokerUsers of(Path file, List<String> lines) {
        Map<String, String> passwords = new TreeMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && text.charAt(0) != '#') {
                put(passwords, text, file + ":" + (i + 1));
            }
        }
        if (passwords.isEmpty()) {
            throw new IllegalArgumentException(file + " has no user, expected lines of a name and a password");
        }
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

    /** Whether there are no users. */
    boolean isEmpty() {
        return passwords.isEmpty();
    }

    /** Passwords by name. */
    Map<String, String> passwords() {
        return passwords;
    }

    /** The number of users only, because passwords must not appear in messages. */
    @Override
    public String toString() {
        return passwords.size() + " users";
    }
}
