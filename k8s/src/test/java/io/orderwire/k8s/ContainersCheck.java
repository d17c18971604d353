package io.orderwire.k8s;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Ports, probes, images, mounts and memory of containers are those of the program. */
final class ContainersCheck {
    private static final Map<String, String> PATHS = Map.of(
            "startupProbe", "/health/started", "livenessProbe", "/health/live", "readinessProbe", "/health/ready");

    /** Commands whose start may take as long as it makes progress, and would be killed by a probe that waits for its end. */
    private static final Set<String> LONG_STARTS = Set.of("ingestor", "broker");

    private static final Set<String> IMAGES = Set.of("orderwire:local", "registry.example.org/orderwire:0.1.0");
    private static final long TMP_MIB = 16;

    private final Launcher launcher;
    private final List<String> faults = new ArrayList<>();

    private ContainersCheck(Launcher launcher) {
        this.launcher = launcher;
    }

    static List<String> faults(Installation installation) {
        ContainersCheck check = new ContainersCheck(Launcher.ofRepository());
        for (Manifest workload : installation.workloads()) {
            for (Map<String, Object> container : workload.containers()) {
                check.container(installation, workload, container);
            }
        }
        return check.faults;
    }

    private void container(Installation installation, Manifest workload, Map<String, Object> container) {
        String where = workload + ", " + container.get("name") + ": ";
        List<String> arguments = OptionsCheck.arguments(container);
        Optional<KnownProcess> known = arguments.isEmpty() ? Optional.empty() : KnownProcess.of(arguments.get(0));
        if (known.isEmpty() || container.containsKey("command")) {
            faults.add(where + "its entry point or command is not known: " + arguments);
            return;
        }
        if (!IMAGES.contains(Manifest.text(container, "image"))) {
            faults.add(where + "the image " + container.get("image") + " is not ours");
        }
        Map<String, String> environment = OptionsCheck.environment(installation, workload, container);
        ports(where, container, known.get());
        probes(where, container, known.get());
        mounts(where, workload, container, environment);
        memory(where, container, known.get());
    }

    private void ports(String where, Map<String, Object> container, KnownProcess known) {
        Map<String, Integer> expected = new TreeMap<>(known.ports());
        if (known.managementPort() > 0) {
            expected.put("management", known.managementPort());
        }
        Map<String, Object> found = new TreeMap<>();
        Manifest.list(container, "ports")
                .forEach(port -> found.put(Manifest.text(port, "name"), port.get("containerPort")));
        if (!found.equals(expected)) {
            faults.add(where + "ports are " + found + ", expected " + expected);
        }
    }

    private void probes(String where, Map<String, Object> container, KnownProcess known) {
        PATHS.forEach((probe, usual) -> {
            boolean longStart = probe.equals("startupProbe") && LONG_STARTS.contains(known.command());
            String path = longStart ? PATHS.get("livenessProbe") : usual;
            if (known.managementPort() == 0) {
                if (container.containsKey(probe)) {
                    faults.add(where + known.command() + " serves no " + probe);
                }
                return;
            }
            String port = Manifest.text(container, probe + ".httpGet.port");
            if (!Manifest.text(container, probe + ".httpGet.path").equals(path) || !port.equals("management")) {
                faults.add(where + probe + " has to ask the port management for " + path);
            }
        });
    }

    /** Volumes are there, and each file that an option names is in one of them. */
    private void mounts(
            String where, Manifest workload, Map<String, Object> container, Map<String, String> environment) {
        Set<String> volumes = new HashSet<>();
        Manifest.list(workload.podTemplate(), "spec.volumes")
                .forEach(volume -> volumes.add(Manifest.text(volume, "name")));
        workload.list("spec.volumeClaimTemplates").forEach(claim -> volumes.add(Manifest.text(claim, "metadata.name")));
        Manifest.list(container, "volumeMounts").stream()
                .map(mount -> Manifest.text(mount, "name"))
                .filter(name -> !volumes.contains(name))
                .forEach(name -> faults.add(where + "there is no volume " + name));
        environment.forEach((variable, value) -> {
            if (value.startsWith("/") && !isMounted(workload, container, value)) {
                faults.add(where + variable + " names " + value + ", which no volume has");
            }
        });
        if (!isMounted(workload, container, "/tmp")) {
            faults.add(where + "/tmp is not writable");
        }
    }

    private static boolean isMounted(Manifest workload, Map<String, Object> container, String path) {
        for (Map<String, Object> mount : Manifest.list(container, "volumeMounts")) {
            String folder = Manifest.text(mount, "mountPath");
            if (path.equals(folder)) {
                return true;
            }
            if (path.startsWith(folder + "/")) {
                String file = path.substring(folder.length() + 1);
                return Manifest.list(workload.podTemplate(), "spec.volumes").stream()
                        .filter(volume -> volume.get("name").equals(mount.get("name")))
                        .flatMap(volume -> Manifest.list(volume, "secret.items").stream())
                        .anyMatch(item -> Manifest.text(item, "path").equals(file));
            }
        }
        return false;
    }

    /** The launcher makes the heap smaller if the limit has no room for it; /tmp is in memory too. */
    private void memory(String where, Map<String, Object> container, KnownProcess known) {
        String limit = Manifest.text(container, "resources.limits.memory");
        long heap = launcher.heap(known.command());
        if (!limit.matches("[0-9]+Mi") || launcher.fitting(known.command(), mebibytes(limit) - TMP_MIB) < heap) {
            faults.add(where + "a limit of " + limit + " has no room for a heap of " + heap + " MiB");
        }
        if (!limit.equals(Manifest.text(container, "resources.requests.memory"))) {
            faults.add(where + "memory is requested that is not there");
        }
        if (Manifest.text(container, "resources.requests.cpu").isEmpty()) {
            faults.add(where + "requests no CPU");
        }
    }

    private static long mebibytes(String quantity) {
        return Long.parseLong(quantity.replace("Mi", ""));
    }
}
