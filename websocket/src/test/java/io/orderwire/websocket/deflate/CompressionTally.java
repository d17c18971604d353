package io.orderwire.websocket.deflate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records which messages were compressed, and which were not. */
public final class CompressionTally implements CompressionBudget.Tally {
    public final List<Integer> before = new CopyOnWriteArrayList<>();
    public final List<CompressionBudget.Limit> skipped = new CopyOnWriteArrayList<>();
    public long nanos;

    @Override
    public void compressed(int from, int to) {
        before.add(from);
    }

    @Override
    public void took(long more) {
        nanos += more;
    }

    @Override
    public void skipped(CompressionBudget.Limit limit) {
        skipped.add(limit);
    }
}
