package dev.zt.authority;

import dev.zt.config.Fields;
import dev.zt.config.FileAccess;
import dev.zt.config.Node;
import dev.zt.config.StrictYaml;
import dev.zt.identity.TrustDomain;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Reads the settings file of an authority. Used by one thread. */
final class SettingsFile {
    /** Every key, with dots between the levels. */
    static final List<String> KEYS = List.of(
            "trust-domain",
            "directory",
            "password-file",
            "listen",
            "url",
            "token-life",
            "certificate-life",
            "key-life",
            "publish-ahead",
            "refresh-hint",
            "renewal-grace",
            "limits.requests-per-second",
            "limits.burst",
            "policy",
            "audit.file",
            "audit.file-size");

    private final Path base;
    private final Fields root;
    private final Map<String, Node> stated = new LinkedHashMap<>();

    private SettingsFile(Path base, Fields root) {
        this.base = base;
        this.root = root;
    }

    static AuthoritySettings read(Path file) {
        Fields root = StrictYaml.read(file.toString(), FileAccess.TRUSTED.read(file, StrictYaml.MAX_BYTES));
        Path base = file.toAbsolutePath().resolveSibling("");
        return new SettingsFile(base, root).settings();
    }

    private AuthoritySettings settings() {
        root.only(namesBelow(""));
        TrustDomain domain = root.required("trust-domain").as(TrustDomain::of);
        Path directory = value(root, "", "directory", this::path, base.resolve("zt-authority"));
        AuthoritySettings.Builder builder = AuthoritySettings.builder(directory, domain);
        root.optional("password-file").map(this::path).ifPresent(builder::passwordFile);
        root.optional("policy").map(this::path).ifPresent(builder::policy);
        root.optional("listen").ifPresent(node -> listen(node, builder));
        root.optional("url").ifPresent(node -> builder.url(uri(node)));
        builder.lives(duration("token-life", Duration.ofHours(1)), duration("certificate-life", Duration.ofHours(1)));
        builder.keys(duration("key-life", Duration.ofHours(24)), duration("refresh-hint", Duration.ofMinutes(5)));
        builder.renewalGrace(duration("renewal-grace", Duration.ofHours(24)));
        root.optional("publish-ahead")
                .ifPresent(node -> builder.publishAhead(duration("publish-ahead", Duration.ZERO)));
        root.optional("limits").map(Node::fields).ifPresent(limits -> limits(limits, builder));
        try {
            root.optional("audit").map(Node::fields).ifPresent(audit -> audit(audit, builder));
            return builder.build();
        } catch (AuthoritySettings.OutOfRange e) {
            throw stated.getOrDefault(e.key(), root).error(String.valueOf(e.getMessage()));
        }
    }

    private static String[] namesBelow(String prefix) {
        return KEYS.stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.", 2)[0])
                .distinct()
                .toArray(String[]::new);
    }

    private Duration duration(String key, Duration standard) {
        return value(root, "", key, Node::duration, standard);
    }

    private <T> T value(Fields fields, String prefix, String key, Function<Node, T> reading, T standard) {
        return fields.optional(key)
                .map(node -> {
                    stated.put(prefix + key, node);
                    return reading.apply(node);
                })
                .orElse(standard);
    }

    private Path path(Node node) {
        return node.as(base::resolve);
    }

    private URI uri(Node node) {
        stated.put("url", node);
        return node.as(URI::create);
    }

    private void listen(Node node, AuthoritySettings.Builder builder) {
        stated.put("listen", node);
        String text = node.text();
        int colon = text.lastIndexOf(':');
        String port = text.substring(colon + 1);
        if (colon < 1 || !port.matches("[0-9]{1,5}")) {
            throw node.error("expected an address and a port, such as 127.0.0.1:8443");
        }
        builder.listen(text.substring(0, colon), Integer.parseInt(port));
    }

    private void limits(Fields limits, AuthoritySettings.Builder builder) {
        limits.only(namesBelow("limits."));
        builder.limits(
                value(limits, "limits.", "requests-per-second", SettingsFile::count, 50),
                value(limits, "limits.", "burst", SettingsFile::count, 200));
    }

    private static int count(Node node) {
        long number = node.wholeNumber();
        if (number < 1 || number > 1_000_000) {
            throw node.error("expected a whole number, 1 to 1000000");
        }
        return (int) number;
    }

    private void audit(Fields audit, AuthoritySettings.Builder builder) {
        audit.only(namesBelow("audit."));
        Path file = path(audit.required("file"));
        long maxBytes = value(audit, "audit.", "file-size", Node::size, 64L << 20);
        builder.auditFile(new AuthoritySettings.AuditFile(file, maxBytes));
    }
}
