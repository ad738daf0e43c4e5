package dev.zt.testkit;

import dev.zt.keys.BundleEndpoint;
import dev.zt.keys.TrustedKeys;

class BundleEndpointContractTest extends KeysOfServersContract {
    @Override
    protected String name() {
        return "bundle-endpoint";
    }

    @Override
    String document(String path) {
        return authority.bundleJson();
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody) {
        return nobody.bundleEndpoint(new BundleEndpoint(
                authority.trustDomain(), origin().resolve("/bundle"), new BundleEndpoint.HttpsWeb()));
    }
}
