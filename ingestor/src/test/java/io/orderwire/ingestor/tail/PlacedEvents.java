package io.orderwire.ingestor.tail;

import io.orderwire.contract.order.ParseResult;
import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.partition.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The events in raw records as {@code block.index event}; {@code ?} stands for an unknown place. */
final class PlacedEvents {
    private static final Pattern ENVELOPE =
            Pattern.compile("^.*?\"block_number\":(\\d+),\"events\":\\[(.*)]\\}$", Pattern.DOTALL);

    private PlacedEvents() {}

    /** The events of one partition, in order; a gap as its reason. */
    static List<String> of(List<RawRecord> records) {
        List<String> events = new ArrayList<>();
        for (RawRecord row : records) {
            if (row.gap() != null) {
                events.add("gap");
                continue;
            }
            byte[] known = row.indexes();
            Indexes.Reader indexes = known == null ? null : new Indexes.Reader(known);
            for (String line : new String(row.value(), StandardCharsets.UTF_8).split("\n")) {
                int index = indexes == null ? Indexes.UNKNOWN : indexes.next();
                String place = index < 0 ? "?" : String.valueOf(index);
                Matcher envelope = ENVELOPE.matcher(line);
                if (row.oversizedLength() > 0) {
                    events.add("?." + place + " " + ParseResult.OVERSIZED.reason());
                } else if (envelope.matches()) {
                    events.add(envelope.group(1) + "." + place + " " + envelope.group(2));
                } else {
                    events.add("?." + place + " garbage");
                }
            }
        }
        return events;
    }
}
