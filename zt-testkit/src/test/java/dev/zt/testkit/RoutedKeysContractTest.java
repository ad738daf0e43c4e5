package dev.zt.testkit;

import dev.zt.keys.BundleSource;
import dev.zt.keys.BundleSources;

class RoutedKeysContractTest extends KeySourceContract {
    @Override
    protected String name() {
        return "routed";
    }

    @Override
    protected BundleSource open() {
        return BundleSources.builder()
                .route(authority.trustDomain(), authority.bundles())
                .route(clients.url(), clients.bundles())
                .build();
    }

    @Override
    protected void publish() {}
}
