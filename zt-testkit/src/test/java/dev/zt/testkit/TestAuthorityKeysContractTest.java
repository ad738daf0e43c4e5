package dev.zt.testkit;

import dev.zt.keys.BundleSource;

class TestAuthorityKeysContractTest extends KeySourceContract {
    @Override
    protected String name() {
        return "test-authority";
    }

    @Override
    protected BundleSource open() {
        return authority.bundles();
    }

    @Override
    protected void publish() {}
}
