package dev.zt.testkit;

import dev.zt.keys.BundleSource;
import dev.zt.own.HeldIdentity;
import dev.zt.own.IdentitySource;
import dev.zt.tls.X509Svid;
import java.util.Optional;

/** What an instance under test holds: token and certificate of one issue. Immutable. */
record TestIdentity(HeldIdentity current, X509Svid svid, BundleSource bundles) implements IdentitySource {
    @Override
    public Optional<X509Svid> certificate() {
        return Optional.of(svid);
    }
}
