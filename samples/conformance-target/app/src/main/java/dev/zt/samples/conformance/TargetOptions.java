package dev.zt.samples.conformance;

import dev.zt.identity.Audience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** What the command line says. */
public final class TargetOptions {
    static final Audience DEFAULT_AUDIENCE = Audience.of("https://target.internal");

    @Option(names = "--port", paramLabel = "PORT", description = "where to listen on 127.0.0.1; 0 for a free port")
    int port;

    private boolean portChosen;

    @Option(
            names = "--trust",
            paramLabel = "FILE.json",
            description = "trust domains with their bundles, and token issuers with their keys; default nobody")
    @Nullable
    Path trust;

    @Option(names = "--policy", paramLabel = "FILE.yaml", description = "the policy; default the built-in one")
    @Nullable
    Path policy;

    @Option(
            names = "--audience",
            paramLabel = "URI",
            converter = ToAudience.class,
            description = "what callers must address; default https://target.internal")
    Audience audience = DEFAULT_AUDIENCE;

    @Option(names = "--now", paramLabel = "INSTANT", description = "stops the clock there; default the time of day")
    @Nullable
    Instant now;

    @Option(names = "--tls", description = "HTTPS by a self-signed certificate; a client may show one, too")
    boolean tls;

    @Option(names = "--refuse-plain", description = "refuses plain HTTP also from this machine")
    boolean refusePlain;

    @Option(names = "--lenient", description = "the connector hands on targets that it would refuse by itself")
    boolean lenient;

    @Option(names = "--help", usageHelp = true, description = "shows this")
    boolean help;

    /** Where to listen; 0 for a free port. */
    public int port() {
        return port;
    }

    /** Whether to speak HTTPS. */
    public boolean tls() {
        return tls;
    }

    /** Whether the connector is to hand on targets that it would refuse by itself, so that only the guard is left. */
    public boolean lenient() {
        return lenient;
    }

    /** Where callers reach the target, for the proofs that name it; after the port was chosen. */
    List<Audience> origins() {
        String scheme = tls ? "https" : "http";
        return List.of(Audience.of(scheme + "://127.0.0.1:" + port), Audience.of(scheme + "://localhost:" + port));
    }

    // Before the container does, because proofs name the port, and the guard is there first. Again after it was taken.
    void choosePort() throws IOException {
        portChosen |= port == 0;
        if (portChosen) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
                port = free.getLocalPort();
            }
        }
    }

    /** Whether nobody has asked for this port. */
    boolean isPortChosen() {
        return portChosen;
    }

    InstantSource clock() {
        return now == null ? InstantSource.system() : InstantSource.fixed(now);
    }

    private static final class ToAudience implements ITypeConverter<Audience> {
        @Override
        public Audience convert(String text) {
            return Audience.of(text);
        }
    }
}
