package io.orderwire.websocket.tls;

import java.io.IOException;
import java.security.PublicKey;

/** Converts older forms of keys to PKCS#8 (RFC 5958), the only form that Java reads. */
final class Pkcs8 {
    private static final byte[] RSA = {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 0x01, 0x01, 0x01};
    private static final byte[] EC = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x02, 0x01};
    private static final byte[] ZERO = Der.value(Der.INTEGER, new byte[] {0});
    private static final byte[] ONE = Der.value(Der.INTEGER, new byte[] {1});

    private Pkcs8() {}

    /** Converts an RSA key in PKCS#1 (RFC 8017, A.1.2). */
    static byte[] ofPkcs1(byte[] key) {
        byte[] algorithm = Der.value(Der.SEQUENCE, Der.value(Der.OBJECT_IDENTIFIER, RSA), Der.value(Der.NULL));
        return wrapped(algorithm, key);
    }

    /**
     * Converts an EC key in SEC1 (RFC 5915). A key without parameters is taken to be on the certificate's curve.
     *
     * @throws IOException if it is not such a key, or its curve has no name; the message does not contain any of the bytes
     */
    static byte[] ofSec1(byte[] key, PublicKey certified) throws IOException {
        Der values = new Der(new Der(key).read(Der.SEQUENCE));
        values.read(Der.INTEGER);
        byte[] secret = values.read(Der.OCTET_STRING);
        byte[] algorithm =
                values.isNext(Der.CONTEXT_0) ? ofCurve(new Der(values.read(Der.CONTEXT_0))) : algorithm(certified);
        // Leaves out the optional members, which Java would ignore.
        return wrapped(algorithm, Der.value(Der.SEQUENCE, ONE, Der.value(Der.OCTET_STRING, secret)));
    }

    private static byte[] ofCurve(Der parameters) throws IOException {
        if (!parameters.isNext(Der.OBJECT_IDENTIFIER)) {
            throw new IOException("a curve that is not named, expected P-256, P-384 or P-521 by name");
        }
        byte[] curve = Der.value(Der.OBJECT_IDENTIFIER, parameters.read(Der.OBJECT_IDENTIFIER));
        return Der.value(Der.SEQUENCE, Der.value(Der.OBJECT_IDENTIFIER, EC), curve);
    }

    private static byte[] algorithm(PublicKey certified) throws IOException {
        if (!certified.getAlgorithm().equals("EC")) {
            throw new IOException("no name of its curve, and the certificate is not of an EC key");
        }
        Der values = new Der(new Der(certified.getEncoded()).read(Der.SEQUENCE));
        return Der.value(Der.SEQUENCE, values.read(Der.SEQUENCE));
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return Der.value(Der.SEQUENCE, ZERO, algorithm, Der.value(Der.OCTET_STRING, key));
    }
}
