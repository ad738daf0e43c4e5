package dev.zt.cli;

import dev.zt.config.ConfigurationException;
import dev.zt.own.IdentityUnavailableException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code zt}. Exit codes: 0 done, 1 refused or failed, 2 wrongly called. */
@Command(
        name = "zt",
        mixinStandardHelpOptions = true,
        versionProvider = Zt.Version.class,
        description = "Identities for services: issue, renew, revoke, and call with them.",
        subcommands = {
            AuthorityCommand.class,
            WorkloadCommand.class,
            JoinCommand.class,
            RevokeCommand.class,
            LiftCommand.class,
            KeysCommand.class,
            StatusCommand.class,
            PolicyCommand.class,
            CallCommand.class,
            DoctorCommand.class
        })
public final class Zt implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    Zt() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    /**
     * Runs one command, for programs that have it at hand.
     *
     * @return the exit code
     */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new Zt())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, command.getErr()))
                .execute(args);
    }

    private static int failed(Exception failure, PrintWriter err) {
        boolean expected = failure instanceof CommandFailed
                || failure instanceof ConfigurationException
                || failure instanceof IdentityUnavailableException
                || failure instanceof IllegalArgumentException;
        String message = failure.getMessage();
        err.println("zt: "
                + (expected && message != null
                        ? OneLine.of(message)
                        : "this is a defect, please report it: " + failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name a command");
    }

    /** The version as the jar's manifest has it. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Zt.class.getPackage().getImplementationVersion();
            return new String[] {"zt " + (version == null ? "(not packaged)" : version)};
        }
    }
}
