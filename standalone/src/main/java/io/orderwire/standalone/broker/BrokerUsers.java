package io.orderwire.standalone.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Who may read the embedded Kafka from other machines: names and passwords. */
public final class BrokerUsers {
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
     * Reads lines of a name and a password, with blank ones and those that begin with {@code #} between them.
     *
     * @param file where they stand, for messages
     * @throws IllegalArgumentException naming the file and the line that is at fault, and never a password
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
