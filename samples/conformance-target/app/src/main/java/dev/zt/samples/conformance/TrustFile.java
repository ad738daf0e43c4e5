package dev.zt.samples.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.verify.TokenRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Whom the target believes: {@code {"trust_domains": {NAME: BUNDLE}, "issuers": {URI: {"jwks": SET, "audience": URI}}}}.
 *
 * @param bundles the SPIFFE bundle of each trust domain and the keys of each issuer
 * @param audiences what the access tokens of each issuer must be meant for
 */
record TrustFile(Map<Issuer, TrustBundle> bundles, Map<IssuerUrl, Audience> audiences) {
    private static final long MAX_BYTES = 4 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    TrustFile {
        bundles = Map.copyOf(bundles);
        audiences = Map.copyOf(audiences);
    }

    static TrustFile none() {
        return new TrustFile(Map.of(), Map.of());
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if it says anything else
     */
    static TrustFile read(Path file, SignatureProvider signatures) throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw error(file, "is larger than 4 MiB");
        }
        byte[] content = Files.readAllBytes(file);
        Map<Issuer, TrustBundle> bundles = new LinkedHashMap<>();
        Map<IssuerUrl, Audience> audiences = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, file, "is no JSON object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean domains = name.equals("trust_domains");
                expect(domains || name.equals("issuers"), file, "has a member other than trust_domains and issuers");
                expect(parser.nextToken() == JsonToken.START_OBJECT, file, name + " is no JSON object");
                for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                    if (domains) {
                        TrustDomain domain = TrustDomain.of(key);
                        byte[] bundle = value(parser, content, file);
                        bundles.put(domain, TrustBundle.read(domain, file + ", " + key, bundle, signatures));
                    } else {
                        readIssuer(IssuerUrl.of(key), parser, content, file, signatures, bundles, audiences);
                    }
                }
            }
            expect(parser.nextToken() == null, file, "goes on after its end");
        } catch (IOException | IllegalArgumentException e) {
            throw error(file, String.valueOf(e.getMessage()));
        }
        return new TrustFile(bundles, audiences);
    }

    private static void readIssuer(
            IssuerUrl issuer,
            JsonParser parser,
            byte[] content,
            Path file,
            SignatureProvider signatures,
            Map<Issuer, TrustBundle> bundles,
            Map<IssuerUrl, Audience> audiences)
            throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, file, "holds an issuer that is no JSON object");
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            switch (name) {
                case "jwks" ->
                    bundles.put(
                            issuer,
                            TrustBundle.readKeySet(
                                    issuer, file + ", " + issuer, value(parser, content, file), signatures));
                case "audience" -> {
                    expect(parser.nextToken() == JsonToken.VALUE_STRING, file, "holds an audience that is no text");
                    audiences.put(issuer, Audience.of(parser.getText()));
                }
                default -> throw error(file, "holds an issuer with a member other than jwks and audience");
            }
        }
        boolean whole = bundles.containsKey(issuer) && audiences.containsKey(issuer);
        expect(whole, file, "holds an issuer without jwks or audience");
    }

    /** The trust domains among the issuers. */
    Set<TrustDomain> trustDomains() {
        return bundles.keySet().stream()
                .filter(TrustDomain.class::isInstance)
                .map(TrustDomain.class::cast)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What the target accepts of tokens: those of the issuers, with proofs for one of these origins. */
    TokenRules tokenRules(List<Audience> origins) {
        TokenRules rules = TokenRules.none();
        for (Map.Entry<IssuerUrl, Audience> issuer : audiences.entrySet()) {
            rules = rules.issuer(issuer.getKey(), issuer.getValue());
        }
        for (Audience origin : origins) {
            rules = rules.origin(origin);
        }
        for (Audience audience : audiences.values()) {
            rules = audience.origin().map(Audience::of).map(rules::origin).orElse(rules);
        }
        return rules;
    }

    // The very bytes, so that the reader of bundles judges what stands there and not what this one made of it.
    private static byte[] value(JsonParser parser, byte[] content, Path file) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, file, "holds something else where an object should be");
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Arrays.copyOfRange(content, start, (int) parser.currentLocation().getByteOffset());
    }

    BundleSource source() {
        return domain -> {
            TrustBundle bundle = bundles.get(domain);
            return bundle == null ? new BundleLookup.NotTrusted() : new BundleLookup.Found(bundle, 0);
        };
    }

    private static void expect(boolean condition, Path file, String problem) {
        if (!condition) {
            throw error(file, problem);
        }
    }

    private static ConfigurationException error(Path file, String problem) {
        return new ConfigurationException(Place.of(file.toString()), problem);
    }
}
