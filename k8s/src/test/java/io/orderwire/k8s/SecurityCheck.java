package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Pods fulfil the restricted profile, have a service account of their own without a token, and a read-only file system. */
final class SecurityCheck {
    private static final Set<String> VOLUMES = Set.of(
            "name", "configMap", "csi", "downwardAPI", "emptyDir", "persistentVolumeClaim", "projected", "secret");

    private static final Map<String, String> POD = Map.of(
            "automountServiceAccountToken", "false",
            "enableServiceLinks", "false",
            "securityContext.runAsNonRoot", "true",
            "securityContext.runAsUser", "10001",
            "securityContext.seccompProfile.type", "RuntimeDefault");

    private static final Map<String, String> CONTAINER = Map.of(
            "securityContext.allowPrivilegeEscalation", "false",
            "securityContext.readOnlyRootFilesystem", "true",
            "securityContext.capabilities.drop", "[ALL]");

    private SecurityCheck() {}

    static List<String> faults(Installation installation) {
        List<String> faults = new ArrayList<>();
        installation.workloads().forEach(workload -> workload(workload, faults));
        Manifest namespace = installation.named("Namespace", "orderwire");
        if (!Objects.equals(namespace.map("metadata.labels").get("pod-security.kubernetes.io/enforce"), "restricted")) {
            faults.add(namespace + " does not enforce the restricted profile");
        }
        return faults;
    }

    private static void workload(Manifest workload, List<String> faults) {
        Map<String, Object> pod = Manifest.map(workload.podTemplate(), "spec");
        expect(workload.toString(), pod, POD, faults);
        if (!Manifest.text(pod, "serviceAccountName").equals(workload.name())) {
            faults.add(workload + ": its service account is not its own");
        }
        for (String member : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (pod.containsKey(member)) {
                faults.add(workload + ": " + member);
            }
        }
        for (Map<String, Object> volume : Manifest.list(pod, "volumes")) {
            volume.keySet().stream()
                    .filter(member -> !VOLUMES.contains(member))
                    .forEach(member -> faults.add(workload + ": the restricted profile refuses the volume " + member));
        }
        for (Map<String, Object> container : workload.containers()) {
            expect(workload + ", " + container.get("name"), container, CONTAINER, faults);
            if (Manifest.at(container, "securityContext.capabilities.add") != null) {
                faults.add(workload + ", " + container.get("name") + ": adds capabilities");
            }
        }
    }

    private static void expect(
            String where, Map<String, Object> object, Map<String, String> expected, List<String> faults) {
        expected.forEach((path, value) -> {
            if (!Manifest.text(object, path).equals(value)) {
                faults.add(where + ": " + path + " is " + Manifest.at(object, path) + ", expected " + value);
            }
        });
    }
}
