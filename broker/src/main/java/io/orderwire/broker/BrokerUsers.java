package io.orderwire.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Names and passwords of the users that may connect to the embedded Kafka from other machines: to read, or, as the
 * processes of the pipeline, to do everything.
 */
public final class BrokerUsers {
    private static final int MOST_USERS = 1_000;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._@-]{1,100}");
    private static final Pattern PASSWORD = Pattern.compile("[\\x21-\\x7e]{8,200}");

    /** The name that Kafka gives to unauthenticated clients, such as those of this process. */
    private static final String NAMELESS = "ANONYMOUS";

    /** Third word of the line of a user who may do everything. */
    private static final String ALL = "all";

    private final Map<String, String> passwords = new TreeMap<>();
    private final Set<String> withAllRights = new TreeSet<>();

    private BrokerUsers() {}

    /** No users: every client that reaches the broker may do everything. */
    public static BrokerUsers none() {
        return new BrokerUsers();
    }

    /**
     * Parses lines that consist of a name and a password, and of {@code all} for a user who may do everything. Ignores blank lines and lines that begin with {@code #}.
     *
     * @param file the file that contains the lines, for messages
     * @throws IllegalArgumentException naming the file and the invalid line, but never a password
     */
    public static BrokerUsers of(Path file, List<String> lines) {
        BrokerUsers users = new BrokerUsers();
        for (int i = 0; i < lines.size(); i++) {
            String text = lines.get(i).strip();
            if (!text.isEmpty() && text.charAt(0) != '#') {
                users.add(text, file + ":" + (i + 1));
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException(file + " has no user, expected lines of a name and a password");
        }
        return users;
    }

    private void add(String line, String where) {
        String[] words = line.split("\\s+", -1);
        boolean all = words.length == 3 && words[2].equals(ALL);
        if (words.length != 2 && !all) {
            throw new IllegalArgumentException(where + " has " + words.length
                    + " words, expected a name and a password without spaces, and at most the word " + ALL);
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
        if (all) {
            withAllRights.add(words[0]);
        }
        if (passwords.size() > MOST_USERS) {
            throw new IllegalArgumentException(where + ": more than " + MOST_USERS + " users");
        }
    }

    /** Returns true if any client may connect without a user. */
    boolean isEmpty() {
        return passwords.isEmpty();
    }

    /** Passwords by name. */
    Map<String, String> passwords() {
        return passwords;
    }

    /** Names of the users who may do everything. */
    Set<String> withAllRights() {
        return withAllRights;
    }

    /** The number of users only, because passwords must not appear in messages. */
    @Override
    public String toString() {
        return passwords.size() + " users";
    }
}
