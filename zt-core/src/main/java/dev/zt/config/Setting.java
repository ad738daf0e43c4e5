package dev.zt.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Every setting there is: its key in {@code zt.yaml}, its variable, its default and its meaning. The table in
 * {@code docs/configuration.md} is checked against this list.
 */
public enum Setting {
    SERVICE("service", "required", "the name of this service, as its policy calls it"),
    TRUST_DOMAIN("trust-domain", "required", "the trust domain of this service's own identity"),
    AUDIENCE("audience", "required by a callee", "what callers must address; a list where there are aliases"),
    AUTHORITY("authority", "the join file's", "the origin of the authority; a join file for another one is refused"),
    JOIN_FILE("join-file", "none", "the file of 'zt join' for the first contact with the authority"),
    STATE_DIRECTORY("state-directory", "zt-state", "where an identity from the authority is kept, mode 0700"),
    IDENTITY_SOURCE(
            "identity.source",
            "as what else is stated implies",
            "where the own identity comes from: authority, files, or oauth for a process that is a client alone"),
    IDENTITY_DIRECTORY(
            "identity.directory",
            "required with files",
            "the directory of key.jwk and wit.jwt, and where they are wanted of bundle.json, svid.pem and svid-key.pem"),
    OAUTH_ISSUER(
            "oauth.issuer", "none", "the authorization server that gives this process access tokens for its calls"),
    OAUTH_CLIENT_ID("oauth.client-id", "required with oauth.issuer", "as what that server knows this process"),
    OAUTH_KEY_FILE(
            "oauth.key-file",
            "required with oauth.issuer",
            "the client's private key, a JWK or PKCS#8 PEM, mode 0600; read again when it changes"),
    OAUTH_KEY_ID("oauth.key-id", "the one in the JWK", "the kid of that key at the authorization server"),
    OAUTH_KEY_ALGORITHM(
            "oauth.key-algorithm", "the key's, RS256 for RSA", "what the client signs with, such as ES256 or PS256"),
    OAUTH_TOKEN_ENDPOINT("oauth.token-endpoint", "as the issuer's metadata say", "where to ask for access tokens"),
    OAUTH_DPOP(
            "oauth.dpop",
            "required",
            "required: tokens are bound to a key (RFC 9449); optional: bound or not; off: bearer tokens"),
    OAUTH_TARGET_PARAMETER(
            "oauth.target-parameter",
            "resource",
            "resource (RFC 8707) or audience: how that server is told whom a token is for"),
    BUNDLES(
            "bundles",
            "the own domain's bundle.json",
            "the SPIFFE bundle of each trust domain: a file, the HTTPS URL of a bundle endpoint (https_web), or url, spiffe-id and bundle of one (https_spiffe)"),
    BUNDLE_MAP("bundle-map", "none", "a SPIFFE bundle map: the bundles of several trust domains in one file"),
    ISSUERS(
            "issuers",
            "none",
            "the authorization servers whose tokens are believed, each with discovery, an HTTPS URL or a file of keys"),
    KEYS_REFRESH("keys.refresh", "5m", "the longest time between two looks at a server's keys, 10s to 1h"),
    KEYS_MAX_STALE("keys.max-stale", "1h", "how long keys are believed that cannot be renewed, 11s to 24h"),
    KEYS_COOLDOWN("keys.cooldown", "30s", "the time between two looks for keys that are not known, 1s to 10m"),
    POLICY("policy", "zt-policy.yaml", "the policy file of a callee"),
    PLAIN_HTTP("plain-http", "refuse", "refuse, or loopback to allow it on 127.0.0.1 and ::1"),
    FORWARDED_FROM(
            "forwarded-from",
            "none",
            "addresses or ranges of hops that end TLS, as a list; believed in X-Forwarded-Proto alone"),
    FORWARDED_CERTIFICATES(
            "forwarded-certificates",
            "ignore",
            "ignore, client-cert (RFC 9440) or x-forwarded-client-cert: how those hops name a client's certificate"),
    WIT_PROFILE("wit-profile", "spiffe", "spiffe or wimse: whose rules a workload identity token must follow"),
    CLOCK_SKEW("clock-skew", "30s", "how far clocks may differ, 0s to 60s"),
    PROOF_AHEAD("proof-ahead", "60s", "how far ahead a proof may expire, 1s to 5m"),
    PROOF_LIFE("proof-life", "30s", "how long the proofs that are minted here live, 1s to 5m"),
    TOKEN_SIZE("token-size", "8KiB", "the largest token or proof, 1KiB to 16KiB"),
    JWT_SVID("jwt-svid", "refuse", "refuse, or accept: whether bearers of JWT-SVIDs are known by them"),
    ORIGINS(
            "origins",
            "those of audience",
            "further origins that callers reach this service by, for the htu of DPoP proofs"),
    DPOP_ALGORITHMS("dpop.algorithms", "RS, PS, ES 256 to 512", "what DPoP proofs may be signed with, as a list"),
    DPOP_NONCES("dpop.nonces", "off", "off, or required: whether DPoP proofs must carry a nonce of this service"),
    DPOP_NONCE_KEY(
            "dpop.nonce-key",
            "one of this process",
            "a file of mode 0600 with a key for nonces on each line, the same for all instances"),
    TRANSACTION_TOKENS_ISSUER("transaction-tokens.issuer", "none", "the service whose transaction tokens are verified"),
    TRANSACTION_TOKENS_KEYS(
            "transaction-tokens.keys", "discovery", "discovery, a URL or a file: where that service's keys come from"),
    TRANSACTION_TOKENS_TRUST_DOMAIN(
            "transaction-tokens.trust-domain", "trust-domain", "the one audience of transaction tokens"),
    CONTEXT_HEADERS("context-headers", "none", "headers that a proof may bind by its oth claim"),
    HTTP_SIGNATURES(
            "http-signatures",
            "refuse",
            "refuse, accept to know workloads by signatures over whole requests as well, or answer to sign answers where asked"),
    CLIENT_CERTIFICATES(
            "client-certificates",
            "ignore",
            "ignore, or accept to know callers by the X.509-SVID of their TLS connection as well"),
    REPLAY_CAPACITY(
            "replay-capacity",
            "1048576, or what an eighth of the heap holds",
            "how many proofs are remembered, 1024 to 16777216"),
    REPLAY_STORE(
            "replay-store",
            "memory",
            "memory, or the URL of what all instances share to remember used proofs by, such as rediss://replays.internal"),
    REPLAY_STORE_PASSWORD(
            "replay-store-password",
            "none",
            "a file of mode 0600 with the password for that store; read again for each connection"),
    REVOCATION("revocation", "required", "required, or best-effort to serve callers while revocations are not known"),
    POSTURE_DENIED_ENDPOINTS(
            "posture.denied-endpoints", "4", "how many distinct endpoints denied to an instance raise it, 2 to 64"),
    POSTURE_WITHIN("posture.within", "5m", "the time in which denied endpoints count together, 1s to 1h"),
    POSTURE_ELEVATED_FOR("posture.elevated-for", "10m", "how long an instance stays elevated, 1s to 24h"),
    POSTURE_QUARANTINED_FOR("posture.quarantined-for", "10m", "how long an instance stays quarantined here, 1s to 24h"),
    RESOURCE_METADATA_RESOURCE(
            "resource-metadata.resource",
            "none",
            "the audience whose metadata (RFC 9728) everybody may read; without it none is published"),
    RESOURCE_METADATA_AUTHORIZATION_SERVERS(
            "resource-metadata.authorization-servers", "none", "the issuers of access tokens that metadata names"),
    RESOURCE_METADATA_SCOPES("resource-metadata.scopes", "none", "the scopes that metadata names, to everybody"),
    RESOURCE_METADATA_NAME("resource-metadata.name", "none", "what people call this service, in metadata"),
    RESOURCE_METADATA_DOCUMENTATION(
            "resource-metadata.documentation", "none", "the page for developers that metadata names"),
    RELOAD_INTERVAL("reload-interval", "1s", "how often files are looked at, 10ms to 10m"),
    SIGNATURE_ENGINE("signature-engine", "fastest", "fastest, corretto, conscrypt or bouncy-castle"),
    AUDIT_FILE("audit.file", "none", "a file of JSON lines, one decision each"),
    AUDIT_FILE_SIZE("audit.file-size", "64MiB", "the size at which the audit file is rotated, 64KiB to 1GiB"),
    AUDIT_REQUIRED("audit.required", "false", "true: a call is refused (503) if its decision cannot be recorded");

    private final String key;
    private final String defaultText;
    private final String meaning;

    Setting(String key, String defaultText, String meaning) {
        this.key = key;
        this.defaultText = defaultText;
        this.meaning = meaning;
    }

    /** The key in {@code zt.yaml}; a dot separates the levels. */
    public String key() {
        return key;
    }

    /** The environment variable, which wins over the file. */
    public String variable() {
        return "ZT_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The default, in words. */
    public String defaultText() {
        return defaultText;
    }

    /** What the setting is for, with its range. */
    public String meaning() {
        return meaning;
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(key))
                .findFirst();
    }

    static List<String> keysBelow(String prefix) {
        return Arrays.stream(values())
                .map(Setting::key)
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
                .distinct()
                .toList();
    }
}
