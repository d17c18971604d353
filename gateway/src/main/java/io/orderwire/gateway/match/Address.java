package io.orderwire.gateway.match;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A user's address as bytes, to be looked up without making a String of a record's key. */
final class Address {
    private byte[] text;
    private int hash;

    Address(String text) {
        this.text = text.getBytes(StandardCharsets.ISO_8859_1);
        this.hash = Arrays.hashCode(this.text);
    }

    /** Becomes the address in {@code key}, for a probe that is reused: never for a key that stands in a map. */
    Address of(byte[] key) {
        text = key;
        hash = Arrays.hashCode(key);
        return this;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Address address && Arrays.equals(text, address.text);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
