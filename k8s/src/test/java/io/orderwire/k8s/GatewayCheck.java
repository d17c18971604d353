package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway drains before it is killed: Kubernetes waits for longer than preStop and the stop take. */
final class GatewayCheck {
    /** A process halts itself 8.8 s after the signal, whatever it drains. */
    private static final int STOP_SECONDS = 9;

    private GatewayCheck() {}

    static List<String> faults(Installation installation) {
        List<String> faults = new ArrayList<>();
        for (Manifest workload : installation.workloads()) {
            int graceSeconds = number(Manifest.text(workload.podTemplate(), "spec.terminationGracePeriodSeconds"));
            int preStopSeconds = 0;
            for (Map<String, Object> container : workload.containers()) {
                String preStop = Manifest.text(container, "lifecycle.preStop.exec.command");
                if (container.get("name").equals("gateway") && !preStop.startsWith("[sleep, ")) {
                    faults.add(workload + ": no preStop");
                }
                if (preStop.startsWith("[sleep, ")) {
                    preStopSeconds = number(preStop.substring(8, preStop.length() - 1));
                }
            }
            if (!workload.kind().equals("Job") && graceSeconds <= preStopSeconds + STOP_SECONDS) {
                faults.add(workload + ": terminationGracePeriodSeconds has to be longer than "
                        + (preStopSeconds + STOP_SECONDS));
            }
        }
        return faults;
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
