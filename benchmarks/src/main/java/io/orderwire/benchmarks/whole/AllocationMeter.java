package io.orderwire.benchmarks.whole;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Bytes that the threads of JVMs have allocated, as each JVM counts them, over its local management agent. What threads
 * allocated that have ended is not included.
 */
final class AllocationMeter implements AutoCloseable {
    private final Map<String, ThreadMXBean> beans = new LinkedHashMap<>();
    private final List<JMXConnector> connectors = new ArrayList<>();

    /** Attaches to processes, by name. */
    AllocationMeter(Map<String, Long> pids) throws IOException {
        try {
            for (Map.Entry<String, Long> process : pids.entrySet()) {
                beans.put(process.getKey(), attach(process.getValue()));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The address is that of an own child's agent, from the child itself. */
    @SuppressWarnings("BanJNDI")
    private ThreadMXBean attach(long pid) throws IOException {
        String address;
        try {
            VirtualMachine vm = VirtualMachine.attach(String.valueOf(pid));
            address = vm.startLocalManagementAgent();
            vm.detach();
        } catch (AttachNotSupportedException e) {
            throw new IOException("cannot attach to process " + pid, e);
        }
        JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address));
        connectors.add(connector);
        return ManagementFactory.newPlatformMXBeanProxy(
                connector.getMBeanServerConnection(), ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
    }

    /** Bytes so far, by process and thread. */
    Map<String, Map<Long, Long>> read() {
        Map<String, Map<Long, Long>> all = new LinkedHashMap<>();
        beans.forEach((name, bean) -> {
            long[] ids = bean.getAllThreadIds();
            long[] bytes = bean.getThreadAllocatedBytes(ids);
            Map<Long, Long> threads = new HashMap<>();
            for (int i = 0; i < ids.length; i++) {
                threads.put(ids[i], Math.max(0, bytes[i]));
            }
            all.put(name, threads);
        });
        return all;
    }

    /** Bytes between two readings, by process. */
    static Map<String, Long> between(Map<String, Map<Long, Long>> before, Map<String, Map<Long, Long>> after) {
        Map<String, Long> bytes = new LinkedHashMap<>();
        after.forEach((name, threads) -> {
            Map<Long, Long> earlier = before.getOrDefault(name, Map.of());
            long sum = 0;
            for (Map.Entry<Long, Long> thread : threads.entrySet()) {
                sum += Math.max(0, thread.getValue() - earlier.getOrDefault(thread.getKey(), 0L));
            }
            bytes.put(name, sum);
        });
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (JMXConnector connector : connectors) {
            connector.close();
        }
    }
}
