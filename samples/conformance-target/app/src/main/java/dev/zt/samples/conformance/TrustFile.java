package dev.zt.samples.conformance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whom the target believes: {@code {"trust_domains": {NAME: BUNDLE}, "issuers": {URI: {"jwks": SET, "audience": URI}}}}.
 * Issuers are read over, since access tokens are not accepted yet.
 *
 * @param bundles the SPIFFE bundle of each trust domain
 */
record TrustFile(Map<TrustDomain, TrustBundle> bundles) {
    private static final long MAX_BYTES = 4 << 20;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    TrustFile {
        bundles = Map.copyOf(bundles);
    }

    static TrustFile none() {
        return new TrustFile(Map.of());
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
        Map<TrustDomain, TrustBundle> bundles = new LinkedHashMap<>();
        try (JsonParser parser = JSON.createParser(content)) {
            expect(parser.nextToken() == JsonToken.START_OBJECT, file, "is no JSON object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                boolean known = name.equals("trust_domains") || name.equals("issuers");
                expect(known, file, "has a member other than trust_domains and issuers");
                expect(parser.nextToken() == JsonToken.START_OBJECT, file, name + " is no JSON object");
                for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
                    byte[] value = value(parser, content, file);
                    if (name.equals("trust_domains")) {
                        TrustDomain domain = TrustDomain.of(key);
                        bundles.put(domain, TrustBundle.read(domain, file + ", " + key, value, signatures));
                    }
                }
            }
            expect(parser.nextToken() == null, file, "goes on after its end");
        } catch (IOException | IllegalArgumentException e) {
            throw error(file, String.valueOf(e.getMessage()));
        }
        return new TrustFile(bundles);
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
