package io.orderwire.standalone.doctor;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes all checks that apply, and prints what each found and what to do. */
public final class Doctor {
    private final Settings settings;
    private final boolean ownKafka;
    private final LongSupplier clockMs;

    /**
     * @param ownKafka whether the pipeline is to run with the embedded Kafka, as {@code run} does
     * @param clockMs this host's clock, epoch milliseconds
     */
    public Doctor(Settings settings, boolean ownKafka, LongSupplier clockMs) {
        this.settings = settings;
        this.ownKafka = ownKafka;
        this.clockMs = clockMs;
    }

    /**
     * Makes the checks.
     *
     * @param environment of this process, for the default of the state folder
     * @return the code with which a start would end because of the first fault, {@link ExitCode#OK} if there is none
     */
    public ExitCode run(Map<String, String> environment, PrintStream out) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        Path data = settings.get(IngestorOptions.DATA_DIR);
        if (!data.toString().isEmpty()) {
            findings.addAll(new DataCheck(settings, new NodeCheck(settings, clockMs)).run());
        }
        findings.addAll(new HostCheck(settings, ownKafka, environment).run());
        if (!ownKafka) {
            findings.addAll(new KafkaCheck(settings).run());
        }
        return print(findings, out);
    }

    /** Words contain names of files and texts of others, in which nothing may control the terminal. */
    static ExitCode print(List<Finding> findings, PrintStream out) {
        long faults = 0;
        long warnings = 0;
        ExitCode exit = ExitCode.OK;
        for (Finding finding : findings) {
            String level = finding.level().name().toLowerCase(Locale.ROOT);
            out.println(String.format(
                            Locale.ROOT, "%-8s %-14s ", level, finding.check().code())
                    + printable(finding.words()));
            if (!finding.remedy().isEmpty()) {
                out.println(" ".repeat(24) + "-> " + printable(finding.remedy()));
            }
            faults += finding.isFault() ? 1 : 0;
            warnings += finding.level() == Finding.Level.WARNING ? 1 : 0;
            if (exit == ExitCode.OK) {
                exit = finding.exit();
            }
        }
        out.println("faults: " + faults + ", warnings: " + warnings + ", checks: " + findings.size());
        out.flush();
        return exit;
    }

    private static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cf}\\u2028\\u2029]", "?");
    }
}
