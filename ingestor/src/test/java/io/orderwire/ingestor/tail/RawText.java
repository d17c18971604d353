package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.ingestor.partition.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The contents of raw records as text. */
final class RawText {
    private RawText() {}

    /** The lines of one partition as file and text, in order; a gap as its reason and positions. */
    static List<String> of(List<RawRecord> records) {
        List<String> texts = new ArrayList<>();
        for (RawRecord row : records) {
            if (row.gap() != null) {
                Gap gap = Gap.parse(new String(row.gap(), StandardCharsets.UTF_8));
                texts.add(gap.reason().word() + " " + gap.fromPos() + " to " + gap.toPos());
            } else {
                new String(row.value(), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> new String(row.file(), StandardCharsets.UTF_8) + " " + line)
                        .forEach(texts::add);
            }
        }
        return texts;
    }
}
