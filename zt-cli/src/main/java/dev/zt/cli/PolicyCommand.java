package dev.zt.cli;

import dev.zt.config.FileAccess;
import dev.zt.config.StrictYaml;
import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import dev.zt.request.Target;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt policy}: looks at a policy document before a service does. */
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Checks policy documents and runs their tests.",
        subcommands = {PolicyCommand.Check.class, PolicyCommand.Test.class})
final class PolicyCommand implements Runnable {
    private static final String FILE = "zt-policy.yaml";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "name one of check and test");
    }

    /** Looks at one document. */
    abstract static sealed class OnFile implements Callable<Integer> permits Check, Test {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Parameters(arity = "0..1", paramLabel = "FILE", defaultValue = FILE, description = "default ${DEFAULT-VALUE}")
        private Path file = Path.of(FILE);

        @Override
        public final Integer call() {
            return look(file, spec.commandLine().getOut());
        }

        /** Says what there is to say; the exit code. */
        abstract int look(Path file, PrintWriter out);
    }

    /** Reads it. */
    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description = "Reads a policy as a service would; names the place of the first mistake.")
    static final class Check extends OnFile {
        @Override
        int look(Path file, PrintWriter out) {
            Policy policy = read(file);
            out.println(file + ": policy of " + policy.service() + ", "
                    + policy.endpoints().size() + " endpoints, " + policy.testCount() + " tests");
            if (policy.observesAt(InstantSource.system().instant())) {
                out.println("warning: mode observe: calls without an allow edge pass");
            }
            return 0;
        }
    }

    /** Runs its tests. */
    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Runs the tests of a policy; fails if one does, or if there is none.")
    static final class Test extends OnFile {
        @Override
        int look(Path file, PrintWriter out) {
            List<PolicyTestResult> results = runTests(read(file));
            if (results.isEmpty()) {
                throw new CommandFailed(file + " has no tests; write some below 'tests:'");
            }
            results.forEach(result -> out.println(line(result)));
            long failed = results.stream().filter(result -> !result.passed()).count();
            out.println(results.size() - failed + " of " + results.size() + " tests passed");
            return failed == 0 ? 0 : 1;
        }

        private static String line(PolicyTestResult result) {
            return result.passed()
                    ? "ok      " + result.title()
                    : "FAILED  " + result.title() + " (" + result.place() + "): expected " + result.expected()
                            + " but the policy says " + result.seen();
        }
    }

    static Policy read(Path file) {
        return Policy.read(file.toString(), FileAccess.TRUSTED.read(file, StrictYaml.MAX_BYTES));
    }

    static List<PolicyTestResult> runTests(Policy policy) {
        return policy.runTests(
                path -> Target.parse(path).map(Target::segments),
                InstantSource.system().instant());
    }
}
