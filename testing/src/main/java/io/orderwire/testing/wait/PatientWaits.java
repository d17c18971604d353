package io.orderwire.testing.wait;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets tests wait longer than Awaitility's ten seconds before they fail: a shared machine can stand still for that long. Who
 * passes waits no longer for it. Found by JUnit as a service.
 */
public final class PatientWaits implements LauncherSessionListener {
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        Awaitility.setDefaultTimeout(PATIENCE);
    }
}
