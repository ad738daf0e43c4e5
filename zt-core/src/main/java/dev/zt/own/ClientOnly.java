package dev.zt.own;

import java.util.Optional;

/** The workload identity of a process that has none, because callees know it as a client alone. */
record ClientOnly(AccessTokens tokens) implements IdentitySource {
    @Override
    public HeldIdentity current() {
        throw new IdentityUnavailableException("this process is " + tokens.client() + " and no workload");
    }

    @Override
    public Optional<String> problem() {
        return Optional.empty();
    }
}
