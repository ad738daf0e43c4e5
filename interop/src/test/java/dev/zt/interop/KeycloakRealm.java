package dev.zt.interop;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zt.interop.KeycloakClient.Binding;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A realm of {@link Keycloak}: the issuer that services know. */
final class KeycloakRealm {
    private static final int FIRST_PRIORITY = 200;

    private final Keycloak keycloak;
    private final String name;
    private final Set<String> scopes = new HashSet<>();
    private int priority = FIRST_PRIORITY;

    KeycloakRealm(Keycloak keycloak, String name) {
        this.keycloak = keycloak;
        this.name = name;
    }

    /** As its tokens say in {@code iss}, and as the {@code aud} of client assertions. */
    String issuer() {
        return keycloak.origin() + "/realms/" + name;
    }

    /** By OpenID Connect Discovery. */
    URI metadataUri() {
        return URI.create(issuer() + "/.well-known/openid-configuration");
    }

    URI tokenEndpoint() {
        return URI.create(issuer() + "/protocol/openid-connect/token");
    }

    URI jwksUri() {
        return URI.create(issuer() + "/protocol/openid-connect/certs");
    }

    /** Everything in it. */
    private String path(String rest) {
        return "/admin/realms/" + name + rest;
    }

    /** What a realm's operator does to let a service in: scopes, then a client whose tokens are those of RFC 9068. */
    void add(KeycloakClient client) {
        client.scopes().stream().filter(scopes::add).forEach(this::addScope);
        keycloak.admin(
                "POST",
                path("/clients"),
                Map.of(
                        "clientId",
                        client.id(),
                        "standardFlowEnabled",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        // Otherwise every role that its account has would be in every token.
                        "fullScopeAllowed",
                        false,
                        "clientAuthenticatorType",
                        "client-jwt",
                        "attributes",
                        attributes(client),
                        // The scope service_account, which brings the claim client_id, is added for the account's sake.
                        "defaultClientScopes",
                        List.of(),
                        "optionalClientScopes",
                        client.scopes(),
                        "protocolMappers",
                        audienceMappers(client)));
    }

    private void addScope(String scope) {
        keycloak.admin(
                "POST",
                path("/client-scopes"),
                Map.of(
                        "name",
                        scope,
                        "protocol",
                        "openid-connect",
                        "attributes",
                        Map.of("include.in.token.scope", "true")));
    }

    private static Map<String, String> attributes(KeycloakClient client) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "use.jwks.string",
                "true",
                "jwks.string",
                client.jwks(),
                "access.token.header.type.rfc9068",
                "true",
                "dpop.bound.access.tokens",
                Boolean.toString(client.binding() == Binding.DPOP)));
        if (!client.tokenAlgorithm().isEmpty()) {
            attributes.put("access.token.signed.response.alg", client.tokenAlgorithm());
        }
        return attributes;
    }

    private static List<Map<String, Object>> audienceMappers(KeycloakClient client) {
        return IntStream.range(0, client.audiences().size())
                .mapToObj(i -> Map.<String, Object>of(
                        "name",
                        "audience-" + i,
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of("included.custom.audience", client.audiences().get(i), "access.token.claim", "true")))
                .toList();
    }

    /** How long its tokens live from now on, in whole seconds. */
    void tokenLife(Duration life) {
        keycloak.admin("PUT", path(""), Map.of("accessTokenLifespan", life.toSeconds()));
    }

    /**
     * A new key signs from now on; those before it stay published.
     *
     * @param algorithm ES256 or RS256
     * @return its {@code kid}
     */
    String rotate(String algorithm) {
        return addKey(algorithm, true);
    }

    /**
     * A new key is published, and does not sign before it is {@link #makeActive}.
     *
     * @return its {@code kid}
     */
    String publish(String algorithm) {
        return addKey(algorithm, false);
    }

    private String addKey(String algorithm, boolean active) {
        boolean elliptic = algorithm.startsWith("ES");
        Map<String, List<String>> config = new HashMap<>(Map.of(
                "priority",
                List.of(Integer.toString(priority++)),
                "enabled",
                List.of("true"),
                "active",
                List.of(Boolean.toString(active))));
        config.putAll(
                elliptic
                        ? Map.of("ecdsaEllipticCurveKey", List.of("P-256"))
                        : Map.of("algorithm", List.of(algorithm), "keySize", List.of("2048")));
        Http.Reply added = keycloak.admin(
                "POST",
                path("/components"),
                Map.of(
                        "name",
                        "key-" + priority,
                        "providerId",
                        elliptic ? "ecdsa-generated" : "rsa-generated",
                        "providerType",
                        "org.keycloak.keys.KeyProvider",
                        "parentId",
                        keycloak.admin("GET", path(""), Map.of()).text("id"),
                        "config",
                        config));
        String location = added.headers().firstValue("Location").orElseThrow();
        return kid(location.substring(location.lastIndexOf('/') + 1));
    }

    private String kid(String component) {
        for (JsonNode key : keys().path("keys")) {
            if (key.path("providerId").asText().equals(component)) {
                return key.path("kid").asText();
            }
        }
        throw new IllegalArgumentException("no key of " + component);
    }

    /** The {@code kid} of the key that signs. */
    String activeKey(String algorithm) {
        return keys().path("active").path(algorithm).asText();
    }

    /** It signs no more but stays published, so that what it signed is still believed. */
    void makePassive(String kid) {
        setActive(kid, false);
    }

    /** It signs from now on, if no other key of its algorithm has a higher priority. */
    void makeActive(String kid) {
        setActive(kid, true);
    }

    private void setActive(String kid, boolean active) {
        String component = component(kid);
        JsonNode definition = keycloak.admin("GET", component, Map.of()).body();
        Map<String, Object> changed = new HashMap<>();
        definition.properties().forEach(member -> changed.put(member.getKey(), member.getValue()));
        Map<String, Object> config = new HashMap<>();
        definition.path("config").properties().forEach(member -> config.put(member.getKey(), member.getValue()));
        config.put("active", List.of(Boolean.toString(active)));
        changed.put("config", config);
        keycloak.admin("PUT", component, changed);
    }

    /** It is published no more. */
    void remove(String kid) {
        keycloak.admin("DELETE", component(kid), Map.of());
    }

    private String component(String kid) {
        for (JsonNode key : keys().path("keys")) {
            if (key.path("kid").asText().equals(kid)) {
                return path("/components/" + key.path("providerId").asText());
            }
        }
        throw new IllegalArgumentException("no key " + kid);
    }

    private JsonNode keys() {
        return keycloak.admin("GET", path("/keys"), Map.of()).body();
    }

    /** What it publishes at {@link #jwksUri()}. */
    JsonNode jwks() {
        return keycloak.http().get(jwksUri(), Map.of()).orThrow();
    }
}
