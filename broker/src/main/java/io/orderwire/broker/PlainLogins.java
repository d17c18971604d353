package io.orderwire.broker;

import java.util.regex.Pattern;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * SASL/PLAIN beside SCRAM, at an external address that is a loopback one: passwords, which it does not encrypt, do not
 * leave the machine of a client that uses that address. Kafka 4 refuses SCRAM of librdkafka before 2.6.1, such as that of
 * kcat in Debian 12 and Ubuntu 24.04. Only for users who read: the port is open on every interface, as the published port
 * of a container needs it.
 */
final class PlainLogins {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");

    /** Names that JAAS can hold as a part of a key. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private PlainLogins() {}

    /** Returns true if clients that use {@code address} may log in with SASL/PLAIN. */
    static boolean allowedAt(@Nullable String address) {
        String host = address == null ? null : Utils.getHost(address);
        return host != null && LOOPBACK.matcher(host).matches();
    }

    /** Kafka's JAAS configuration of the users who read; those whose names it cannot hold have SCRAM only. */
    static String jaas(BrokerUsers users) {
        StringBuilder jaas = new StringBuilder(PlainLoginModule.class.getName()).append(" required");
        users.passwords().forEach((name, password) -> {
            if (NAME.matcher(name).matches() && !users.withAllRights().contains(name)) {
                jaas.append(" user_").append(name).append("=\"");
                jaas.append(password.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        });
        return jaas.append(';').toString();
    }
}
