package dev.zt.interop;

import java.util.List;

/**
 * A confidential client that has a service account and proves itself by {@code private_key_jwt}.
 *
 * @param jwks its public keys, each with the {@code kid} that its assertions name
 * @param audiences what its tokens are for; the claim is a text if there is one, an array if there are more
 * @param scopes what it may ask for; its tokens have what it asked for and nothing else
 * @param tokenAlgorithm of the signatures of its tokens, empty for the realm's
 */
record KeycloakClient(
        String id, String jwks, Binding binding, List<String> audiences, List<String> scopes, String tokenAlgorithm) {
    enum Binding {
        BEARER,
        DPOP
    }

    static KeycloakClient of(String id, String jwks, Binding binding, String audience, String... scopes) {
        return new KeycloakClient(id, jwks, binding, List.of(audience), List.of(scopes), "");
    }

    KeycloakClient withAudiences(String... several) {
        return new KeycloakClient(id, jwks, binding, List.of(several), scopes, tokenAlgorithm);
    }

    KeycloakClient withTokenAlgorithm(String algorithm) {
        return new KeycloakClient(id, jwks, binding, audiences, scopes, algorithm);
    }
}
