package dev.zt.testkit;

import dev.zt.identity.Issuer;
import dev.zt.keys.BundleSource;

class TestIssuerKeysContractTest extends KeySourceContract {
    @Override
    protected String name() {
        return "test-issuer";
    }

    @Override
    protected Issuer whose() {
        return clients.url();
    }

    @Override
    protected BundleSource open() {
        return clients.bundles();
    }

    @Override
    protected void publish() {}
}
