package dev.zt.jaxrs;

import dev.zt.servlet.Caller;
import java.security.Principal;

/** A caller as a principal, named by its id. */
record CallerPrincipal(Caller caller) implements Principal {
    @Override
    public String getName() {
        return caller.id().toString();
    }

    @Override
    public String toString() {
        return caller.toString();
    }
}
