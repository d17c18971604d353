package io.orderwire.testing.seed;

import java.util.SplittableRandom;

/**
 * Seeds of random tests. One number per test JVM determines all of them: the property {@value #PROPERTY}, else a random
 * one. Each test prints it, so that a failure can be repeated, and a test that is run a second time in the same JVM gets
 * the same seed again.
 */
public final class Seeds {
    /** Repeats the random choices of an earlier run. */
    public static final String PROPERTY = "orderwire.test.seed";

    private static final long BASE = Long.getLong(PROPERTY, System.nanoTime());

    private Seeds() {}

    /** The seed of a test, printed together with the option that repeats it. */
    public static long of(Class<?> test) {
        return of(test, "");
    }

    /**
     * The seed of one variant of a test, printed together with the option that repeats it.
     *
     * @param variant distinguishes repetitions and parameters of one test class, such as a display name
     */
    public static long of(Class<?> test, Object variant) {
        System.out.println(test.getSimpleName() + " " + variant + ": -D" + PROPERTY + "=" + BASE);
        return mix(BASE, test.getSimpleName() + variant);
    }

    static long mix(long base, String name) {
        return new SplittableRandom(base ^ ((long) name.hashCode() << 32)).nextLong();
    }
}
