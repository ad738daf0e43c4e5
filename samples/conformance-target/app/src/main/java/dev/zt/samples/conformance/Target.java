package dev.zt.samples.conformance;

import dev.zt.config.ConfigurationException;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.keys.SignatureProvider;
import dev.zt.policy.Policy;
import dev.zt.verify.VerifierRules;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The program, but for its container. */
public final class Target {
    private static final int MOST_TRIES = 5;

    private Target() {}

    /**
     * Serves until standard input ends. Prints one line on standard output when it is ready.
     *
     * @return the exit code
     */
    public static int run(String[] args, Supplier<TargetServer> container) throws Exception {
        TargetOptions options = new TargetOptions();
        CommandLine line = new CommandLine(options);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            System.err.println(e.getMessage());
            line.usage(System.err);
            return 2;
        }
        if (options.help) {
            line.usage(System.out);
            return 0;
        }
        try {
            serve(options, container);
            return 0;
        } catch (ConfigurationException | IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    // What was free when it was chosen may be somebody else's by now; then another is chosen.
    private static void serve(TargetOptions options, Supplier<TargetServer> container) throws Exception {
        for (int tries = 1; ; tries++) {
            options.choosePort();
            try (Guard guard = guard(options)) {
                serve(new TargetApp(guard), options, container.get());
                return;
            } catch (Exception e) {
                if (!isTaken(e)) {
                    throw e;
                }
                if (!options.isPortChosen() || tries == MOST_TRIES) {
                    throw new IOException("port " + options.port() + " is in use", e);
                }
            }
        }
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof BindException || (failure.getCause() != null && isTaken(failure.getCause()));
    }

    private static Guard guard(TargetOptions options) throws IOException {
        SignatureProvider signatures = SignatureProvider.fastest();
        TrustFile trust = options.trust == null ? TrustFile.none() : TrustFile.read(options.trust, signatures);
        Policy policy = options.policy == null
                ? BuiltInPolicy.of(trust.trustDomains(), trust.audiences().keySet())
                : Policy.read(options.policy.toString(), Files.readAllBytes(options.policy));
        Guard.Builder guard = Guard.builder(
                        VerifierRules.of(options.audience).tokens(trust.tokenRules(options.origins())),
                        trust.source(),
                        PolicySource.fixed(policy))
                .signatures(signatures)
                .clock(options.clock());
        return (options.refusePlain ? guard : guard.allowLoopbackHttp()).build();
    }

    private static void serve(TargetApp app, TargetOptions options, TargetServer server) throws Exception {
        int port = server.start(app, options);
        System.out.println("listening " + (options.tls() ? "https" : "http") + "://127.0.0.1:" + port);
        System.out.flush();
        while (System.in.read() >= 0) {
            // Whoever started it holds the other end; when that one ends, however it does, so does this.
        }
        server.stop();
    }
}
