package io.orderwire.runtime.process;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;

/** Every thread of this JVM with all its frames: the text form of {@link ThreadInfo} ends after eight frames. */
final class ThreadDump {
    private ThreadDump() {}

    /** The current stack traces of all threads. */
    static String now() {
        StringBuilder text = new StringBuilder(64 * 1024);
        for (ThreadInfo info : ManagementFactory.getThreadMXBean().dumpAllThreads(true, true)) {
            append(text, info);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ThreadInfo info) {
        text.append('"').append(info.getThreadName()).append("\" ").append(info.getThreadState());
        if (info.getLockName() != null) {
            text.append(" on ").append(info.getLockName());
        }
        if (info.getLockOwnerName() != null) {
            text.append(" owned by \"").append(info.getLockOwnerName()).append('"');
        }
        text.append('\n');
        StackTraceElement[] frames = info.getStackTrace();
        for (int depth = 0; depth < frames.length; depth++) {
            text.append("    at ").append(frames[depth]).append('\n');
            for (MonitorInfo monitor : info.getLockedMonitors()) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.append("    locked ").append(monitor).append('\n');
                }
            }
        }
        for (LockInfo lock : info.getLockedSynchronizers()) {
            text.append("    holds ").append(lock).append('\n');
        }
        text.append('\n');
    }
}
