package io.orderwire.testing.wait;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherSessionListener;

class PatientWaitsTest {
    @Test
    void shouldBeFoundByJUnit() {
        assertThat(ServiceLoader.load(LauncherSessionListener.class)).hasAtLeastOneElementOfType(PatientWaits.class);
    }
}
