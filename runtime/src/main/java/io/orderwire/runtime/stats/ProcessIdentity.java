package io.orderwire.runtime.stats;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.text.Unicode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Identifies one start of a process that writes snapshots, and lets another process prove that it has ended. Only Linux
 * provides the data for such a proof, in {@code /proc}; on other systems the members for it are empty.
 *
 * @param id random, different at each start
 * @param host name of its host, for messages only: hosts may have the same name
 * @param pid process id as shown in {@code /proc}
 * @param boot the kernel's boot id, which names a machine since its last boot
 * @param pidNamespace namespace in which {@code pid} is valid
 * @param startTicks start time in the kernel's ticks since the boot; -1 if unknown
 */
public record ProcessIdentity(String id, String host, long pid, String boot, String pidNamespace, long startTicks) {
    private static final Path PROC = Path.of("/proc");

    /**
     * Index after the name in parentheses, which may contain anything: the state is field 3 of the line, the start time is
     * field 22.
     */
    private static final int START_TIME = 22 - 3;

    /** Creates the identity of this start of this process. */
    public static ProcessIdentity create() {
        return create(PROC);
    }

    static ProcessIdentity create(Path proc) {
        long pid = ownPid(proc);
        return new ProcessIdentity(
                UUID.randomUUID().toString(), hostName(), pid, boot(proc), pidNamespace(proc), startTicks(proc, pid));
    }

    /** True if the process has certainly ended; false if it is running or that cannot be decided. */
    boolean isGone() {
        return isGone(PROC);
    }

    boolean isGone(Path proc) {
        boolean comparable = startTicks >= 0
                && !boot.isEmpty()
                && boot.equals(boot(proc))
                && !pidNamespace.isEmpty()
                && pidNamespace.equals(pidNamespace(proc))
                // If /proc is mounted with hidepid, it does not show the processes of other users.
                && Files.exists(proc.resolve("1"));
        if (!comparable) {
            return false;
        }
        if (!Files.exists(proc.resolve(Long.toString(pid)))) {
            return true;
        }
        long now = startTicks(proc, pid);
        return now >= 0 && now != startTicks;
    }

    /** The machine's name, {@code localhost} if the name is not known. */
    public static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException expected) {
            return "localhost";
        }
    }

    /** The process id shown in /proc, which may be mounted for another PID namespace than that of this process. */
    private static long ownPid(Path proc) {
        try {
            return Long.parseLong(Files.readSymbolicLink(proc.resolve("self")).toString());
        } catch (IOException | NumberFormatException | UnsupportedOperationException expected) {
            return ProcessHandle.current().pid();
        }
    }

    private static String boot(Path proc) {
        try {
            return Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
        } catch (IOException expected) {
            return "";
        }
    }

    private static String pidNamespace(Path proc) {
        try {
            return Files.readSymbolicLink(proc.resolve("self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException expected) {
            return "";
        }
    }

    private static long startTicks(Path proc, long pid) {
        try {
            String line = Files.readString(proc.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
            return Long.parseLong(fields[START_TIME]);
        } catch (IOException | RuntimeException expected) {
            return -1;
        }
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("id", id);
        json.writeStringField("host", host);
        json.writeNumberField("pid", pid);
        json.writeStringField("boot", boot);
        json.writeStringField("pidNamespace", pidNamespace);
        json.writeNumberField("startTicks", startTicks);
    }

    /** Reads the members of the object whose start is the current token of {@code json}; absent members are empty. */
    static ProcessIdentity read(JsonParser json) throws IOException {
        String id = "";
        String host = "";
        long pid = 0;
        String boot = "";
        String pidNamespace = "";
        long startTicks = -1;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "id" -> id = text(json);
                case "host" -> host = text(json);
                case "pid" -> pid = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : 0;
                case "boot" -> boot = text(json);
                case "pidNamespace" -> pidNamespace = text(json);
                case "startTicks" -> startTicks = value == JsonToken.VALUE_NUMBER_INT ? json.getLongValue() : -1;
                default -> json.skipChildren();
            }
        }
        return new ProcessIdentity(id, host, pid, boot, pidNamespace, startTicks);
    }

    private static String text(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return "";
        }
        return Unicode.wellFormed(json.getText());
    }
}
