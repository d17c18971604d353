package io.orderwire.standalone.broker;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * SASL/PLAIN beside SCRAM, at an external address that is a loopback one: passwords, which it does not encrypt, then do not
 * leave the machine. Kafka 4 refuses SCRAM of librdkafka before 2.6.1, such as that of kcat in Debian 12 and Ubuntu 24.04.
 */
final class PlainLogins {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|::1|localhost");

    /** Names that JAAS can hold as a part of a key. */
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private PlainLogins() {}

    /** Whether clients of that address may log in so. */
    static boolean allowedAt(@Nullable String address) {
        String host = address == null ? null : Utils.getHost(address);
        return host != null && LOOPBACK.matcher(host).matches();
    }

    /** Kafka's JAAS configuration of the users; those whose names it cannot hold have SCRAM only. */
    static String jaas(Map<String, String> passwords) {
        StringBuilder jaas = new StringBuilder(PlainLoginModule.class.getName()).append(" required");
        passwords.forEach((name, password) -> {
            if (NAME.matcher(name).matches()) {
                jaas.append(" user_").append(name).append("=\"");
                jaas.append(password.replace("\\", "\\\\").replace("\"", "\\\""))
                        .append('"');
            }
        });
        return jaas.append(';').toString();
    }
}
