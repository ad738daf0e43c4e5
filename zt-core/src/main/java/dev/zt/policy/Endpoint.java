package dev.zt.policy;

import dev.zt.identity.Scopes;
import java.util.Optional;

/**
 * A method and route template with what it demands. Immutable.
 *
 * @param name the name in the policy
 * @param method the request method; {@code GET} covers {@code HEAD} unless that is listed itself
 * @param template the path below the application's root
 * @param requires the scopes that a call needs, all of them
 * @param critical whether the caller's proof must bind the request or the connection
 * @param open whether anybody may call it, proven or not
 * @param userAuthentication how the user behind the caller must have authenticated; empty if nothing is demanded
 */
public record Endpoint(
        String name,
        String method,
        PathTemplate template,
        Scopes requires,
        boolean critical,
        boolean open,
        Optional<UserAuthentication> userAuthentication) {
    /** Method and template, as in {@code GET /orders/{id}}. */
    public String match() {
        return method + " " + template;
    }
}
