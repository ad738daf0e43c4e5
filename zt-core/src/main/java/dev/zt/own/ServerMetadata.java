package dev.zt.own;

import dev.zt.fetch.FetchUrl;
import dev.zt.identity.IssuerUrl;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What an authorization server publishes about itself (RFC 8414), as far as a client of it needs it. */
final class ServerMetadata {
    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private ServerMetadata() {}

    /** What came of reading. Exactly one of the two. */
    sealed interface Reading {
        /** It is the issuer's. */
        record Valid(URI tokenEndpoint) implements Reading {}

        /**
         * It is not to be used.
         *
         * @param problem in words, for an operator
         */
        record Refused(String problem) implements Reading {}
    }

    /** Where to look, in this order (RFC 8414 §3.1 and §5; OpenID Connect Discovery 1.0 §4). */
    static List<URI> locations(IssuerUrl issuer) {
        URI url = issuer.url();
        String origin = url.getScheme() + "://" + url.getRawAuthority();
        String raw = url.getRawPath();
        String path = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
        return List.of(URI.create(origin + OAUTH + path), URI.create(origin + path + OPENID));
    }

    /** Reads the document; one that speaks for another issuer is discarded whole (RFC 8414 §3.3). */
    static Reading read(IssuerUrl issuer, String assertionAlgorithm, byte[] document) {
        JsonObject json = Json.object(document);
        if (json == null || !json.string("issuer").equals(Optional.of(issuer.text()))) {
            return new Reading.Refused("it is no metadata of this issuer");
        }
        if (lacks(json, "token_endpoint_auth_methods_supported", "private_key_jwt")) {
            return new Reading.Refused("the server does not offer private_key_jwt");
        }
        if (lacks(json, "token_endpoint_auth_signing_alg_values_supported", assertionAlgorithm)) {
            return new Reading.Refused("the server does not accept assertions by " + assertionAlgorithm);
        }
        return json.string("token_endpoint")
                .flatMap(FetchUrl::parse)
                .filter(endpoint -> endpoint.getScheme().equals("https")
                        || issuer.url().getScheme().equals("http"))
                .<Reading>map(Reading.Valid::new)
                .orElseGet(() -> new Reading.Refused("its token_endpoint is not " + FetchUrl.FORM));
    }

    // Whoever publishes no list has not said that there is none.
    private static boolean lacks(JsonObject json, String list, String value) {
        return json.has(list) && !json.array(list).orElse(List.of()).contains(value);
    }
}
