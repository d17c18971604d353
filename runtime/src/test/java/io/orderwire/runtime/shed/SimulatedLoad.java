package io.orderwire.runtime.shed;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The load of a simulated stage. Rates are functions of the seconds since the beginning.
 *
 * @param rate lines per second that arrive
 * @param capacity lines per second that the stage can read
 * @param pauses times at which the stage cannot do anything, in order
 * @param seconds length of the simulation
 */
record SimulatedLoad(DoubleUnaryOperator rate, DoubleUnaryOperator capacity, List<Pause> pauses, double seconds) {
    /** From one second to another. */
    record Pause(double from, double to) {}

    /** The stage pauses once, after 3 s, and has 20 s after the pause. */
    static SimulatedLoad constant(double rate, double capacity, double pauseSeconds) {
        return new SimulatedLoad(
                second -> rate, second -> capacity, List.of(new Pause(3, 3 + pauseSeconds)), 3 + pauseSeconds + 20);
    }

    /** A copy with another capacity from that second on. */
    SimulatedLoad with(double capacityThen, double fromSecond) {
        return new SimulatedLoad(
                rate, second -> second < fromSecond ? capacity.applyAsDouble(second) : capacityThen, pauses, seconds);
    }

    boolean isPaused(double second) {
        return pauses.stream().anyMatch(pause -> second >= pause.from() && second < pause.to());
    }
}
