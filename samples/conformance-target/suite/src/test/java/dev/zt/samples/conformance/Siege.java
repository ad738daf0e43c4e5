package dev.zt.samples.conformance;

import dev.zt.identity.Audience;
import dev.zt.identity.Scopes;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestIssuer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * All containers at once, each as shipped and each told to hand on what it would refuse; started before the first test
 * class that asks, stopped after the last.
 */
final class Siege implements AutoCloseable {
    static final List<String> CONTAINERS = List.of("jetty", "tomcat10", "tomcat11", "undertow");
    static final String LENIENT = ", lenient";
    static final Audience AUDIENCE = Audience.of("https://target.internal");

    private final TestAuthority authority = TestAuthority.of("example.org", InstantSource.system());
    private final TestIssuer issuer = TestIssuer.of("https://idp.example", InstantSource.system());
    private final TestClient client = issuer.client("billing");
    private final ServiceIdentity caller = authority.issue("/caller").identity();
    private final Map<String, TargetProcess> targets = new LinkedHashMap<>();
    private final Path directory;

    /** A caller of the trusted domain that asks for some of its scopes, or a stranger. */
    enum Who {
        STRANGER(null),
        ALL("admin orders:read orders:write"),
        ADMIN("admin"),
        ORDERS("orders:read orders:write");

        private final String scopes;

        Who(String scopes) {
            this.scopes = scopes;
        }
    }

    private Siege() {
        try {
            // Kept, so that the gate can look for what a log may not hold.
            directory = Files.createDirectories(Path.of("target", "siege"));
            Path trust = trustFile(authority, issuer, directory);
            for (String container : CONTAINERS) {
                List<String> options = List.of("--trust", trust.toString(), "--audience", AUDIENCE.toString());
                start(container, container, options);
                List<String> lenient = new ArrayList<>(options);
                lenient.add("--lenient");
                start(container + LENIENT, container, lenient);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes whom a target believes: one trust domain. */
    static Path trustFile(TestAuthority authority, Path directory) throws IOException {
        return trustFile(authority, "", directory);
    }

    /** Writes whom a target believes: one trust domain, and one issuer of access tokens. */
    static Path trustFile(TestAuthority authority, TestIssuer issuer, Path directory) throws IOException {
        String trusted =
                "\"" + issuer.url() + "\": {\"jwks\": " + issuer.keySetJson() + ", \"audience\": \"" + AUDIENCE + "\"}";
        return trustFile(authority, trusted, directory);
    }

    private static Path trustFile(TestAuthority authority, String issuers, Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("trust.json"),
                "{\"trust_domains\": {\"" + authority.trustDomain() + "\": " + authority.bundleJson()
                        + "}, \"issuers\": {" + issuers + "}}");
    }

    private void start(String name, String container, List<String> options) throws IOException {
        targets.put(name, TargetProcess.start(container, log(directory, name), options));
    }

    /** Every running target by its name. */
    Map<String, TargetProcess> targets() {
        return targets;
    }

    TargetProcess target(String name) {
        return targets.get(name);
    }

    /** What a target has said so far. */
    String log(String name) throws IOException {
        return Files.readString(log(directory, name));
    }

    // Named as the targets are, in what a shell need not quote.
    private static Path log(Path directory, String name) {
        return directory.resolve(name.replace(LENIENT, "-lenient") + ".log");
    }

    /** A client of the trusted issuer. */
    TestClient client() {
        return client;
    }

    WorkloadProof prove(Who who) {
        return caller.proveNarrowed(AUDIENCE, Scopes.of(who.scopes.split(" ", -1)));
    }

    /** A proof that is meant for somebody else. */
    WorkloadProof proveFor(Audience audience) {
        return caller.prove(audience);
    }

    /** The fields of a plain request of somebody. */
    List<String> headers(Who who) {
        List<String> headers = new ArrayList<>(List.of("Host: target.internal"));
        if (who != Who.STRANGER) {
            WorkloadProof proof = prove(who);
            headers.add("Workload-Identity-Token: " + proof.workloadIdentityToken());
            headers.add("Authorization: " + proof.authorization());
        }
        return headers;
    }

    @Override
    public void close() {
        targets.values().forEach(target -> {
            try {
                target.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Gives tests the one siege of the run. */
    static final class Extension implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Siege.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(Siege.class, unused -> new Siege(), Siege.class);
        }
    }
}
