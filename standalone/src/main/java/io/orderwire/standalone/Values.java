package io.orderwire.standalone;

import io.orderwire.contract.position.Source;
import java.util.Iterator;
import java.util.List;

/** Values that a shell completes. */
final class Values {
    private Values() {}

    /** Shapes of a node's files. */
    static final class Sources implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Source.options().iterator();
        }
    }

    /** What a stage that lags sheds. */
    static final class Overloads implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return List.of("latest", "complete").iterator();
        }
    }
}
