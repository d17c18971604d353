package io.orderwire.contract.order;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reuses the strings of words that occur often (coins, statuses). Bounded: each of {@value #SLOTS} slots holds the word
 * that was requested last, and words of more than {@value #LONGEST} characters are not kept.
 */
final class WordCache {
    private static final int SLOTS = 2048;
    private static final int LONGEST = 64;

    private final char[][] words = new char[SLOTS][];
    private final String[] strings = new String[SLOTS];

    String word(char[] text, int from, int length) {
        if (length > LONGEST) {
            return new String(text, from, length);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        char[] word = words[slot];
        if (word == null || !Arrays.equals(word, 0, word.length, text, from, from + length)) {
            words[slot] = Arrays.copyOfRange(text, from, from + length);
            strings[slot] = new String(text, from, length);
        }
        return strings[slot];
    }

    /** Like the other method, for ASCII. */
    String word(byte[] text, int from, int length) {
        if (length > LONGEST) {
            return new String(text, from, length, StandardCharsets.ISO_8859_1);
        }
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + text[i];
        }
        int slot = (hash ^ hash >>> 15) & SLOTS - 1;
        char[] word = words[slot];
        if (word == null || !equal(word, text, from, length)) {
            strings[slot] = new String(text, from, length, StandardCharsets.ISO_8859_1);
            words[slot] = strings[slot].toCharArray();
        }
        return strings[slot];
    }

    private static boolean equal(char[] word, byte[] text, int from, int length) {
        if (word.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (word[i] != text[from + i]) {
                return false;
            }
        }
        return true;
    }
}
