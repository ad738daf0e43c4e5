package dev.zt.jdbc.example;

import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.ClientId;
import dev.zt.identity.Scope;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.h2.api.CredentialsValidator;
import org.h2.api.UserToRolesMapper;
import org.h2.security.auth.AuthenticationInfo;
import org.h2.security.auth.ConfigProperties;

/**
 * A realm of H2 whose passwords are access tokens for the database: the guard that judges calls over HTTP judges them, by a
 * policy of the database's own, and what the token may do there are the roles of the session. Safe for concurrent use.
 */
final class TokenRealm implements CredentialsValidator, UserToRolesMapper {
    private final Guard guard;

    /**
     * @param guard of the database; it must let plain HTTP in, since an embedded database has no connection to look at
     */
    TokenRealm(Guard guard) {
        this.guard = guard;
    }

    @Override
    public void configure(ConfigProperties properties) {
        // It is made as it must be.
    }

    @Override
    public boolean validateCredentials(AuthenticationInfo login) {
        List<String> authorization = List.of("Bearer " + login.getPassword());
        Call call = Call.of(
                "POST",
                "/login",
                name -> name.equalsIgnoreCase("Authorization") ? authorization : List.of(),
                Channel.LOOPBACK);
        if (guard.admit(call) instanceof Admission.Granted granted && isNamed(granted, login.getUserName())) {
            login.setNestedIdentity(granted);
            return true;
        }
        return false;
    }

    // H2 has one user of a name, so somebody else's login by that name would give its roles to all sessions of it.
    private static boolean isNamed(Admission.Granted granted, String user) {
        return granted.caller()
                .filter(caller -> caller.id() instanceof ClientId client
                        && client.name().toUpperCase(Locale.ROOT).equals(user))
                .isPresent();
    }

    @Override
    public Collection<String> mapUserToRoles(AuthenticationInfo login) {
        Admission.Granted granted = (Admission.Granted) login.getNestedIdentity();
        List<String> roles = new ArrayList<>();
        granted.scopes().forEach(scope -> roles.add(role(scope)));
        return roles;
    }

    private static String role(Scope scope) {
        return "ZT_" + scope.value().replace(':', '_').toUpperCase(Locale.ROOT);
    }
}
