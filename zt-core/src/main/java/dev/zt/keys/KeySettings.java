package dev.zt.keys;

import dev.zt.config.Fields;
import dev.zt.config.Node;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.fetch.FetchUrl;
import dev.zt.identity.Audience;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Algorithm;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads whose keys the settings name. */
public final class KeySettings {
    private static final Map<String, Algorithm> ALGORITHMS = new LinkedHashMap<>();

    static {
        for (Algorithm algorithm : Algorithm.values()) {
            ALGORITHMS.put(algorithm.joseName(), algorithm);
        }
    }

    private KeySettings() {}

    /**
     * Whom {@code issuers}, {@code bundles} and {@code bundle-map} name, without anybody for the own trust domain if
     * they do not name it. Reads files and asks no server yet.
     *
     * @param endpoints how servers of the profile {@code https_spiffe} are recognised
     * @throws dev.zt.config.ConfigurationException at the first mistake
     */
    public static TrustedKeys.Builder read(
            Settings settings, SignatureProvider signatures, EndpointTls endpoints, InstantSource clock) {
        TrustedKeys.Builder keys = TrustedKeys.builder(signatures, clock)
                .times(KeyTimes.read(settings))
                .endpoints(endpoints);
        settings.mapping(Setting.BUNDLES).forEach((name, node) -> addBundle(settings, name, node, keys));
        issuers(settings).forEach(keys::issuer);
        transactionService(settings)
                .filter(service -> !keys.names(service.issuer()))
                .ifPresent(keys::issuer);
        settings.optional(Setting.BUNDLE_MAP).ifPresent(node -> keys.bundleMap(settings.path(node)));
        return keys;
    }

    private static void addBundle(Settings settings, String name, Node node, TrustedKeys.Builder keys) {
        TrustDomain domain = named(node, name, TrustDomain::of);
        if (node instanceof Fields) {
            keys.bundleEndpoint(spiffeEndpoint(settings, domain, node.fields().only("url", "spiffe-id", "bundle")));
        } else if (isUrl(node)) {
            keys.bundleEndpoint(new BundleEndpoint(domain, url(node), new BundleEndpoint.HttpsWeb()));
        } else {
            keys.bundleFile(domain, settings.path(node));
        }
    }

    private static BundleEndpoint spiffeEndpoint(Settings settings, TrustDomain domain, Fields fields) {
        Node server = fields.required("spiffe-id");
        BundleEndpoint.HttpsSpiffe profile = new BundleEndpoint.HttpsSpiffe(
                server.as(WorkloadId::of), fields.optional("bundle").map(settings::path));
        return server.as(any -> new BundleEndpoint(domain, url(fields.required("url")), profile));
    }

    /**
     * The authorization servers that the setting {@code issuers} names.
     *
     * @throws dev.zt.config.ConfigurationException at the first mistake
     */
    public static List<TrustedIssuer> issuers(Settings settings) {
        List<TrustedIssuer> issuers = new ArrayList<>();
        settings.mapping(Setting.ISSUERS).forEach((name, node) -> issuers.add(issuer(settings, name, node)));
        return issuers;
    }

    /**
     * The transaction token service that the settings name; its keys are those of {@code issuers} if it stands there.
     *
     * @throws dev.zt.config.ConfigurationException at the first mistake
     */
    private static Optional<TrustedIssuer> transactionService(Settings settings) {
        Optional<Node> issuer = settings.optional(Setting.TRANSACTION_TOKENS_ISSUER);
        Optional<Node> keys = settings.optional(Setting.TRANSACTION_TOKENS_KEYS);
        boolean twice = issuer.isPresent()
                && settings.mapping(Setting.ISSUERS).containsKey(issuer.get().text());
        if (keys.isPresent() && (issuer.isEmpty() || twice)) {
            throw keys.get()
                    .error(
                            twice
                                    ? "the keys of that service are named under '" + Setting.ISSUERS.key() + "'"
                                    : "'" + Setting.TRANSACTION_TOKENS_KEYS.key() + "' says nothing without '"
                                            + Setting.TRANSACTION_TOKENS_ISSUER.key() + "'");
        }
        return issuer.map(node -> TrustedIssuer.of(
                node.as(IssuerUrl::of),
                keys.map(origin -> origin(settings, origin)).orElseGet(KeyOrigin.Discovery::new)));
    }

    private static TrustedIssuer issuer(Settings settings, String name, Node node) {
        IssuerUrl issuer = named(node, name, IssuerUrl::of);
        if (!(node instanceof Fields)) {
            return of(node, issuer, origin(settings, node), Algorithm.SPIFFE, List.of());
        }
        Fields fields = node.fields().only("keys", "algorithms", "audience");
        Set<Algorithm> algorithms = new LinkedHashSet<>();
        fields.optional("algorithms").stream()
                .flatMap(stated -> stated.oneOrMore().stream())
                .forEach(algorithm -> algorithms.add(Fields.declared(algorithm, "algorithm", ALGORITHMS)));
        List<Audience> audiences = fields.optional("audience").stream()
                .flatMap(stated -> stated.oneOrMore().stream())
                .map(audience -> audience.as(Audience::of))
                .toList();
        Set<Algorithm> allowed = fields.optional("algorithms").isPresent() ? algorithms : Algorithm.SPIFFE;
        return of(node, issuer, origin(settings, fields.required("keys")), allowed, audiences);
    }

    private static TrustedIssuer of(
            Node node, IssuerUrl issuer, KeyOrigin keys, Set<Algorithm> algorithms, List<Audience> audiences) {
        return named(node, issuer.text(), any -> new TrustedIssuer(issuer, keys, algorithms, audiences));
    }

    private static KeyOrigin origin(Settings settings, Node node) {
        if (node.text().equals("discovery")) {
            return new KeyOrigin.Discovery();
        }
        return isUrl(node) ? new KeyOrigin.Url(url(node)) : new KeyOrigin.File(settings.path(node));
    }

    private static boolean isUrl(Node node) {
        return node.text().startsWith("https:") || node.text().startsWith("http:");
    }

    private static URI url(Node node) {
        return FetchUrl.parse(node.text()).orElseThrow(() -> node.error("expected " + FetchUrl.FORM));
    }

    private static <T> T named(Node node, String name, Function<String, T> factory) {
        try {
            return factory.apply(name);
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }
}
