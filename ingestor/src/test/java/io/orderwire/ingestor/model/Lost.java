package io.orderwire.ingestor.model;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;

/** A loss that the tailer reported: bytes {@code [from, to)} of one generation of an hour file. */
record Lost(String hour, int generation, long from, long to, String reason) {
    static Lost of(Gap gap) {
        if (gap.fromPos() == null || gap.toPos() == null && gap.bytes() != null) {
            throw new Broken("place and size", "missing in " + gap);
        }
        Position from = Position.parse(gap.fromPos());
        Position to = gap.toPos() == null ? new Position(from.file(), Long.MAX_VALUE) : Position.parse(gap.toPos());
        boolean fits = gap.bytes() == null || gap.bytes() > 0 && to.offset() - from.offset() == gap.bytes();
        if (!from.file().equals(to.file()) || !fits) {
            throw new Broken("place and size", "do not fit in " + gap);
        }
        String name = from.file().toString();
        int tilde = name.indexOf('~');
        return new Lost(
                tilde < 0 ? name : name.substring(0, tilde),
                from.file().generation(),
                from.offset(),
                // Where the loss ends is not known if its size is not.
                gap.bytes() == null ? Long.MAX_VALUE : to.offset(),
                gap.reason().word());
    }

    boolean covers(long offset, int length) {
        return from < offset + length && offset < to;
    }
}
