package dev.zt.springboot;

import dev.zt.servlet.Caller;
import java.util.stream.StreamSupport;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Transient;
import org.springframework.security.core.authority.AuthorityUtils;

/**
 * A proven caller in the words of Spring Security: the principal is the {@link Caller}, and each scope that the call may use is
 * an authority {@code SCOPE_…}. Made by the guard's decision and by nothing else; no {@code AuthenticationManager} is asked, and no session keeps it.
 */
@Transient
public final class CallerAuthentication extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;

    CallerAuthentication(Caller caller) {
        super(AuthorityUtils.createAuthorityList(
                StreamSupport.stream(caller.scopes().spliterator(), false)
                        .map(scope -> "SCOPE_" + scope)
                        .toArray(String[]::new)));
        this.caller = caller;
        super.setAuthenticated(true);
    }

    /** The caller. */
    @Override
    public Caller getPrincipal() {
        return caller;
    }

    /** Nothing: what proved the caller is kept by nobody. */
    @Override
    public Object getCredentials() {
        return "";
    }

    /** The caller's id. */
    @Override
    public String getName() {
        return caller.id().toString();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
