package io.orderwire.gateway;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;

/** Counts the objects of a package that are still reachable, after a garbage collection. */
final class LiveObjects {
    private LiveObjects() {}

    /** Counts objects by class. Each class must exist, because there would never be objects of a renamed one. */
    static Map<String, Long> count(String... classes) {
        try {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Map<String, Long> counts = new TreeMap<>();
            for (String name : classes) {
                Class.forName(name, false, LiveObjects.class.getClassLoader());
                counts.put(name, 0L);
            }
            for (String line : histogram.split("\n")) {
                // "   1:      12345     67890  class.Name (module)"
                String[] columns = line.trim().split("\\s+");
                if (columns.length > 3) {
                    counts.computeIfPresent(columns[3], (name, none) -> Long.parseLong(columns[1]));
                }
            }
            return counts;
        } catch (ClassNotFoundException e) {
            throw new AssertionError("a class to count does not exist", e);
        } catch (JMException e) {
            throw new AssertionError("this machine counts no objects", e);
        }
    }
}
