package io.orderwire.testing.wait;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests wait longer than Awaitility's ten seconds before they fail: a shared machine can stall for that long. Waits
 * that succeed do not take longer. JUnit finds this class as a service.
 */
public final class PatientWaits implements LauncherSessionListener {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
