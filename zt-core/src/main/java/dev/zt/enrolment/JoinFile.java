package dev.zt.enrolment;

import dev.zt.config.ConfigurationException;
import dev.zt.config.FileAccess;
import dev.zt.config.Place;
import dev.zt.config.Printable;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What one new instance needs for its first contact with the authority, and for that alone: where it is, how to know
 * it, and a token that works once. Immutable; {@link #toString()} hides the token.
 */
public final class JoinFile {
    private static final int MAX_BYTES = 8 << 10;
    private static final int HASH_BYTES = 32;
    private static final Set<String> MEMBERS =
            Set.of("zt", "url", "trust_domain", "workload", "bundle_sha256", "tls_pin", "token", "expires");

    private final URI url;
    private final WorkloadId workload;
    private final String bundleHash;
    private final String tlsPin;
    private final String token;
    private final Instant expiry;

    private JoinFile(URI url, WorkloadId workload, String bundleHash, String tlsPin, String token, Instant expiry) {
        this.url = url;
        this.workload = workload;
        this.bundleHash = bundleHash;
        this.tlsPin = tlsPin;
        this.token = token;
        this.expiry = expiry;
    }

    /**
     * A join file of its parts.
     *
     * @param bundleHash the SHA-256 of the bundle document, in base64url
     * @param tlsPin the SHA-256 of the authority's TLS public key (SubjectPublicKeyInfo), in base64url
     * @param token the single-use token, 32 bytes in base64url
     */
    public static JoinFile of(
            URI url, WorkloadId workload, String bundleHash, String tlsPin, String token, Instant expiry) {
        return new JoinFile(url, workload, bundleHash, tlsPin, token, expiry);
    }

    /**
     * Reads a join file, which only its owner may read.
     *
     * @throws ConfigurationException if it is missing, open to others, or bad
     */
    public static JoinFile read(Path file) {
        return parse(file.toString(), FileAccess.PRIVATE.read(file, MAX_BYTES));
    }

    static JoinFile parse(String source, byte[] content) {
        JsonObject json = Json.object(content);
        if (json == null || json.wholeNumber("zt").orElse(0) != 1) {
            throw bad(source, "not a join file of version 1; make one with 'zt join'");
        }
        json.names().stream()
                .filter(name -> !MEMBERS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw bad(source, "unknown member '" + Printable.of(name) + "'");
                });
        WorkloadId workload = json.string("workload")
                .flatMap(WorkloadId::parse)
                .orElseThrow(() -> bad(source, "'workload' must be a SPIFFE ID"));
        if (!json.string("trust_domain")
                .filter(workload.trustDomain().toString()::equals)
                .isPresent()) {
            throw bad(source, "'trust_domain' must be the one of 'workload'");
        }
        return new JoinFile(
                json.string("url")
                        .flatMap(AuthorityUrl::parse)
                        .orElseThrow(() -> bad(source, "'url' must be " + AuthorityUrl.FORM)),
                workload,
                hash(source, json, "bundle_sha256"),
                hash(source, json, "tls_pin"),
                hash(source, json, "token"),
                json.time("expires").orElseThrow(() -> bad(source, "'expires' must be a time in seconds")));
    }

    private static String hash(String source, JsonObject json, String name) {
        String text = json.string(name).orElse("");
        byte[] bytes = text.length() > 2 * HASH_BYTES ? null : Base64Url.decode(text);
        if (bytes == null || bytes.length != HASH_BYTES) {
            throw bad(source, "'" + name + "' must be 32 bytes in base64url");
        }
        return text;
    }

    private static ConfigurationException bad(String source, String problem) {
        return new ConfigurationException(Place.of(source), problem);
    }

    /** The file's content, token included: only ever written to a file of mode 0600. */
    public String toSecretJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("zt", 1L);
        members.put("url", url.toString());
        members.put("trust_domain", trustDomain().toString());
        members.put("workload", workload.toString());
        members.put("bundle_sha256", bundleHash);
        members.put("tls_pin", tlsPin);
        members.put("token", token);
        members.put("expires", expiry.getEpochSecond());
        return Json.write(members);
    }

    /** Where the authority is. */
    public URI url() {
        return url;
    }

    /** The trust domain of the authority and of the workload. */
    public TrustDomain trustDomain() {
        return workload.trustDomain();
    }

    /** Which workload the new instance will be. */
    public WorkloadId workload() {
        return workload;
    }

    /** The SHA-256 of the bundle document that the authority published, in base64url. */
    public String bundleHash() {
        return bundleHash;
    }

    /** The SHA-256 of the authority's TLS public key, in base64url. */
    public String tlsPin() {
        return tlsPin;
    }

    /** When the token expires. */
    public Instant expiry() {
        return expiry;
    }

    /** The single-use token. */
    public String token() {
        return token;
    }

    @Override
    public String toString() {
        return "JoinFile[" + workload + " at " + url + "]";
    }
}
