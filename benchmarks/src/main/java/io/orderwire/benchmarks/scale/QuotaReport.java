package io.orderwire.benchmarks.scale;

import java.util.List;
import java.util.Locale;

/**
 * Predicted and measured rates, as a table.
 *
 * @param share of a core that each parser had
 * @param low a rate without quotas
 * @param high a higher one
 * @param model that follows from these two
 */
record QuotaReport(
        double share, ParserModel.Load low, ParserModel.Load high, ParserModel model, List<Measured> measured) {
    /**
     * What was measured with a number of parsers.
     *
     * @param cores that they used
     * @param compilers the part of it for compiling
     * @param lag lines that they had not read at the end
     */
    record Measured(int parsers, double linesPerSecond, double cores, double compilers, long lag) {}

    String text() {
        StringBuilder text = new StringBuilder(format(
                "without quotas and compilers: %.3f cores at %,.0f lines/s, %.3f at %,.0f; so %.3f cores for each parser, and"
                        + " %.2f µs a line%n",
                low.cores(),
                low.linesPerSecond(),
                high.cores(),
                high.linesPerSecond(),
                model.fixedCores(),
                model.microsPerLine()));
        text.append("parsers  cores each  predicted   measured  measured ÷ predicted  cores used  by compilers\n");
        for (Measured each : measured) {
            double predicted = model.linesPerSecond(each.parsers, share);
            text.append(format(
                    "%7d %11.2f %,10.0f %,10.0f %21.2f %11.3f %13.3f%n",
                    each.parsers,
                    share,
                    predicted,
                    each.linesPerSecond,
                    each.linesPerSecond / predicted,
                    each.cores,
                    each.compilers));
        }
        return text.toString();
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
