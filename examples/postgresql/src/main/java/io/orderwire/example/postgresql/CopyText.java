package io.orderwire.example.postgresql;

import io.orderwire.contract.text.Unicode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the text format of {@code COPY}: tabs separate columns, {@code \N} is null, and backslashes, tabs and line
 * ends are escaped.
 */
final class CopyText {
    private final StringBuilder text = new StringBuilder();
    private int rowStart;
    private int rows;

    /** Appends a column; null is SQL's null. */
    CopyText add(@Nullable Object value) {
        if (text.length() > rowStart) {
            text.append('\t');
        }
        if (value == null) {
            text.append("\\N");
        } else if (value instanceof byte[] bytes) {
            text.append("\\\\x").append(HexFormat.of().formatHex(bytes));
        } else {
            escape(value.toString());
        }
        return this;
    }

    /** Ends the row. */
    void endRow() {
        text.append('\n');
        rowStart = text.length();
        rows++;
    }

    /** Drops the columns that were added after the last complete row. */
    void dropRow() {
        text.setLength(rowStart);
    }

    int rows() {
        return rows;
    }

    /** Characters of all rows. */
    int length() {
        return text.length();
    }

    InputStream stream() {
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void escape(String value) {
        if (value.indexOf(0) >= 0 || !Unicode.isWellFormed(value)) {
            throw new IllegalArgumentException(
                    "PostgreSQL cannot store the text: it contains U+0000 or a lone surrogate");
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\\\");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                default -> text.append(c);
            }
        }
    }
}
