package dev.zt.testkit;

import dev.zt.identity.CallerId;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request as a {@link TestService} got it. Immutable; {@link #toString()} shows no credential.
 *
 * @param headers by their names in lower case
 * @param text the body, as UTF-8
 * @param certificates what the client showed in the handshake
 * @param caller who made it; empty where nobody was asked, or the request was refused
 */
public record ReceivedRequest(
        String method,
        URI target,
        Map<String, List<String>> headers,
        String text,
        List<X509Certificate> certificates,
        Optional<CallerId> caller) {
    /** The values of a header field, by its name in lower case. */
    public List<String> values(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** Whether any field of it could prove who makes it. */
    public boolean showsAnything() {
        return List.of("authorization", "workload-identity-token", "dpop", "signature", "txn-token").stream()
                .anyMatch(headers::containsKey);
    }

    @Override
    public String toString() {
        return method + " " + target.getRawPath();
    }
}
