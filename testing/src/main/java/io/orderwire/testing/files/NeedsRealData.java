package io.orderwire.testing.files;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks tests on real node output: {@code -Dtest.groups=real-data} runs these alone. They are skipped, before anything is
 * started for them, when a file is missing.
 */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Tag(RealData.TAG)
@ExtendWith(RealDataCondition.class)
public @interface NeedsRealData {
    /** The files below the folder of real data that the tests read. */
    String[] value();
}
