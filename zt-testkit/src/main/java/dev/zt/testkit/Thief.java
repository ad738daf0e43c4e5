package dev.zt.testkit;

import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.identity.DatabaseUser;
import dev.zt.identity.InstanceId;
import dev.zt.identity.WorkloadId;
import dev.zt.issue.CertificateSubject;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.JwsWriter;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.CertificateRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What somebody can do with files and names that belong to others. Stateless; every request is made with a new key. */
public final class Thief {
    private static final SignatureProvider SIGNATURES = SignatureProvider.bouncyCastle();

    private Thief() {}

    /**
     * An enrolment with somebody else's join file, for a key of the thief's own.
     *
     * @param nonce from the authority
     * @return the body of the request
     */
    public static String enrolment(Path joinFile, String nonce) {
        JoinFile join = JoinFile.read(joinFile);
        byte[] request = CertificateRequest.of(join.workload(), PrivateJwk.generate(Algorithm.ES256));
        return KeyProof.enrolment(join.url(), nonce, join.token(), newKey(), request);
    }

    /**
     * A renewal with a copy of an instance's state directory, for a successor key of the thief's own.
     *
     * @param nonce from the authority
     * @return the body of the request
     * @throws IOException if the copy cannot be read
     */
    public static String renewal(Path stateDirectory, String nonce) throws IOException {
        JsonObject state = state(stateDirectory);
        JsonObject held = state.object("held").orElseThrow();
        WorkloadId workload = WorkloadId.of(text(state, "workload"));
        byte[] request = CertificateRequest.of(workload, PrivateJwk.generate(Algorithm.ES256));
        SigningKey current = SIGNATURES.engine().signingKey(key(held));
        return KeyProof.renewal(
                URI.create(text(state, "url")), nonce, text(held, "instance"), current, newKey(), request);
    }

    /**
     * An instance, taken over with its token and its key by a copy of its state directory.
     *
     * @param authority signs what is to be forged beside
     * @throws IOException if the copy cannot be read
     */
    public static TestWorkload takeOver(TestAuthority authority, Path stateDirectory) throws IOException {
        JsonObject state = state(stateDirectory);
        JsonObject held = state.object("held").orElseThrow();
        WorkloadId workload = WorkloadId.of(text(state, "workload"));
        CertificateSubject subject =
                new CertificateSubject(workload, InstanceId.parse(text(held, "instance")), Optional.empty());
        return TestWorkload.of(authority, subject, key(held), text(held, "wit"), Duration.ofHours(1));
    }

    /**
     * A new instance of a workload whose certificate names the login of another one at databases: its URI tells the truth
     * and its common name lies. No authority of zt issues it; whoever looks at the common name alone believes it.
     *
     * @param path of the workload that it is, such as {@code /evil}
     */
    public static TestWorkload withDatabaseUser(TestAuthority authority, String path, DatabaseUser others) {
        return TestWorkload.issue(authority, authority.id(path), Optional.of(others), Duration.ofHours(1));
    }

    /** An instance that still shows a certificate of its own that ended an hour ago; its token is good. */
    public static TestWorkload withEndedCertificate(TestWorkload workload) {
        Instant now = workload.authority().clock().instant();
        return workload.certified(now.minus(Duration.ofHours(2)), now.minus(Duration.ofHours(1)));
    }

    /**
     * An authority that gives itself, its key and its CA the names of another one; the keys are its own. Whoever knows a CA
     * by its name believes what it issues.
     */
    public static TestAuthority namesake(TestAuthority authority) {
        return authority.namesake();
    }

    /**
     * A status that revokes nobody and claims to be newer than every other, signed by a key of the thief's own under the
     * name of the authority's.
     */
    public static String statusThatRevokesNobody(String trustDomain, String keyId, Instant now) {
        Map<String, Object> nobody = Map.of("instances", List.of(), "workloads", List.of(), "keys", List.of());
        Map<String, Object> claims = Map.of(
                "trust_domain",
                trustDomain,
                "version",
                now.plusSeconds(3600).toEpochMilli(),
                "iat",
                now.getEpochSecond(),
                "bundle_sequence",
                1L,
                "revoked",
                nobody);
        return new JwsWriter("{\"typ\":\"zt-status+jwt\",\"alg\":\"ES256\",\"kid\":\"" + keyId + "\"}")
                .sign(Json.write(claims), newKey());
    }

    /** The key by whose name a token or a status says that it was signed; empty if it says none. */
    public static Optional<String> keyIdOf(String token) {
        byte[] header = Base64Url.decode(token.substring(0, Math.max(0, token.indexOf('.'))));
        return Optional.ofNullable(header == null ? null : Json.object(header)).flatMap(json -> json.string("kid"));
    }

    private static SigningKey newKey() {
        return SIGNATURES.engine().signingKey(PrivateJwk.generate(Algorithm.ES256));
    }

    private static JsonObject state(Path directory) throws IOException {
        String content = Files.readString(directory.resolve("instance.json"));
        return Optional.ofNullable(Json.object(content.getBytes(StandardCharsets.UTF_8)))
                .filter(json -> json.has("held"))
                .orElseThrow(() -> new IOException("no identity is kept in " + directory));
    }

    private static PrivateJwk key(JsonObject held) throws IOException {
        return PrivateJwk.parse(text(held, "key")).orElseThrow(() -> new IOException("no key is kept there"));
    }

    private static String text(JsonObject json, String name) throws IOException {
        return json.string(name).orElseThrow(() -> new IOException("no " + name + " is kept there"));
    }
}
