package io.orderwire.standalone;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.log.LogFormat;
import io.orderwire.standalone.process.Failures;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code orderwire} command. */
@Command(
        name = "orderwire",
        description = "Streams the orders of a Hyperliquid node through Kafka to WebSocket clients.",
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            IngestorCommand.class,
            ParserCommand.class,
            GatewayCommand.class,
            BrokerCommand.class,
            TopicsCommand.class,
            SimulateCommand.class,
            TailCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            PruneCommand.class,
            BenchCommand.class,
            PrepareCommand.class,
            CompletionCommand.class,
            ManualCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit codes: 0 clean stop, 1 unexpected, 2 usage or configuration, 3 port busy",
            "or out of memory, 4 data folder, 5 state folder in use, 6 Kafka unreachable or",
            "a topic that does not fit, 7 another ingestor took over, 70 a stage made no",
            "progress.",
            "",
            "Environment: ORDERWIRE_<OPTION> sets an option, dots as underscores;",
            "ORDERWIRE_JAVA_OPTS replaces the JVM's options; ORDERWIRE_LOG_LEVEL=DEBUG says",
            "more."
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command line, or if it is empty, the one that the launcher left in the environment. */
    public static void main(String[] arguments) {
        // Kafka's broker upper-cases names of constants by the default locale: in a Turkish one it does not start.
        Locale.setDefault(Locale.ROOT);
        // Undertow's logging would choose Log4j, which Kafka brings along, and write to standard output.
        System.setProperty("org.jboss.logging.provider", "slf4j");
        String[] given = Arguments.of(arguments, System.getenv());
        LogFormat.applyEarly(given, System.getenv());
        System.exit(execute(given));
    }

    /** Runs one command in this JVM, and returns its exit code. */
    public static int execute(String... arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((failure, given) -> misused(failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int misused(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        if (LogFormat.isJson()) {
            LogFormat.print(name + ": " + failure.getMessage());
            return ExitCode.USAGE.code();
        }
        PrintWriter errors = command.getErr();
        errors.println(name + ": " + failure.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(failure, errors)) {
            errors.println("Try '" + name + " --help'.");
        }
        return ExitCode.USAGE.code();
    }

    private static int failed(Exception failure, CommandLine command) {
        if (failure instanceof ParameterException misuse) {
            return misused(misuse);
        }
        ProcessExit exit = Failures.exit(failure);
        Failures.report(exit);
        if (exit.code() == ExitCode.USAGE && !LogFormat.isJson()) {
            command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        }
        return exit.code().code();
    }
}
