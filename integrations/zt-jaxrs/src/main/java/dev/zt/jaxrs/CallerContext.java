package dev.zt.jaxrs;

import dev.zt.identity.Scope;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/** What is known of the caller; its roles are its scopes. */
record CallerContext(CallerPrincipal principal, SecurityContext before) implements SecurityContext {
    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    @Override
    public boolean isUserInRole(String scope) {
        return Scope.parse(scope).filter(principal.caller()::has).isPresent();
    }

    @Override
    public boolean isSecure() {
        return before.isSecure();
    }

    /** How the caller is known, such as {@code WPT}. */
    @Override
    public String getAuthenticationScheme() {
        return principal.caller().proofKind().name();
    }
}
