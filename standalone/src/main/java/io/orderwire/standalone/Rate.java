package io.orderwire.standalone;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A rate on the command line.
 *
 * @param linesPerSecond above 0, infinite for {@code max}
 */
record Rate(double linesPerSecond) {

    /** Reads a number or {@code max}. */
    static final class Converter implements ITypeConverter<Rate> {
        @Override
        public Rate convert(String text) {
            if ("max".equals(text)) {
                return new Rate(Double.POSITIVE_INFINITY);
            }
            try {
                double rate = Double.parseDouble(text.replace("_", ""));
                if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
                    return new Rate(rate);
                }
            } catch (NumberFormatException expected) {
                // Reported below, like a number out of range.
            }
            throw new TypeConversionException("'" + text + "' is neither a number above 0 nor max");
        }
    }
}
