package dev.zt.testkit;

import dev.zt.keys.BundleSource;

class SceneKeysContractTest extends KeySourceContract {
    @Override
    protected String name() {
        return "scene";
    }

    @Override
    protected BundleSource open() {
        return new SceneKeys(authority.bundles(), null);
    }

    @Override
    protected void publish() {}
}
