package io.orderwire.k8s;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.standalone.pipeline.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A gateway drains before it is killed: Kubernetes waits for longer than preStop, the drain and the stop take. */
final class GatewayCheck {
    /** A process halts itself 8.8 s after the signal, and says farewell to its clients for 1 s before it drains. */
    private static final int STOP_SECONDS = 9;

    private static final int DRAIN_MS = 7_000;

    private GatewayCheck() {}

    static List<String> faults(Installation installation) {
        List<String> faults = new ArrayList<>();
        for (Manifest workload : installation.workloads()) {
            int graceSeconds = number(Manifest.text(workload.podTemplate(), "spec.terminationGracePeriodSeconds"));
            int preStopSeconds = 0;
            for (Map<String, Object> container : workload.containers()) {
                String preStop = Manifest.text(container, "lifecycle.preStop.exec.command");
                if (container.get("name").equals("gateway")) {
                    gateway(installation, workload, container, preStop, faults);
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

    private static void gateway(
            Installation installation,
            Manifest workload,
            Map<String, Object> container,
            String preStop,
            List<String> faults) {
        if (!preStop.startsWith("[sleep, ")) {
            faults.add(workload + ": no preStop");
        }
        Map<String, String> environment = OptionsCheck.environment(installation, workload, container);
        int drainMs = Configuration.load(null, environment, Map.of()).load().get(GatewayOptions.STOP_DRAIN_MS);
        if (drainMs > DRAIN_MS) {
            faults.add(workload + ": " + GatewayOptions.STOP_DRAIN_MS.name() + " is " + drainMs
                    + ", of which the process lets pass " + DRAIN_MS);
        }
    }

    private static int number(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
