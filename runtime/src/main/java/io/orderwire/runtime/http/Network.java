package io.orderwire.runtime.http;

import java.net.InetAddress;

/** A range of addresses with a common prefix, such as {@code 10.0.0.0/8}, or one address. */
public final class Network {
    private static final String EXPECTED =
            "expected an address or a network of IPv4 or IPv6 such as 10.1.2.3, 10.0.0.0/8 or fd00::/8";
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;
    /** Length of the prefix of IPv4-mapped IPv6 addresses, in bits. */
    private static final int MAPPED_BITS = V6_BITS - V4_BITS;

    private final byte[] first;
    private final int bits;

    private Network(byte[] first, int bits) {
        this.first = first;
        this.bits = bits;
    }

    /**
     * Parses an entry of a list of networks.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Network of(String entry) {
        int slash = entry.indexOf('/');
        String text = slash < 0 ? entry : entry.substring(0, slash);
        InetAddress address = IpLiteral.of(text);
        if (address == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
        byte[] bytes = address.getAddress();
        int all = bytes.length * Byte.SIZE;
        int bits = slash < 0 ? all : prefix(entry.substring(slash + 1), all, text.indexOf(':') >= 0);
        if (!endsInZeros(bytes, bits)) {
            throw new IllegalArgumentException("its address has bits set after the first " + bits + "; " + EXPECTED);
        }
        return new Network(bytes, bits);
    }

    private static int prefix(String digits, int most, boolean writtenAsV6) {
        if (!digits.matches("0|[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        int bits = Integer.parseInt(digits) - (writtenAsV6 && most == V4_BITS ? MAPPED_BITS : 0);
        if (bits < 0 || bits > most) {
            throw new IllegalArgumentException("its length is not one from 0 to " + most + "; " + EXPECTED);
        }
        return bits;
    }

    private static boolean endsInZeros(byte[] bytes, int from) {
        for (int bit = from; bit < bytes.length * Byte.SIZE; bit++) {
            if ((bytes[bit / Byte.SIZE] & 0x80 >> bit % Byte.SIZE) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the address is in it. */
    public boolean contains(InetAddress address) {
        // Java converts an IPv4-mapped address to an IPv4 address.
        byte[] bytes = address.getAddress();
        if (bytes.length != first.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (bytes[i] != first[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
    }
}
