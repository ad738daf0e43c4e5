package dev.zt.testkit;

import dev.zt.keys.TrustedKeys;
import java.nio.file.Path;

class BundleMapContractTest extends KeysInFilesContract {
    @Override
    protected String name() {
        return "bundle-map";
    }

    @Override
    String document() {
        return "{\"trust_domains\":{\"" + authority.trustDomain() + "\":" + authority.bundleJson() + "}}";
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody, Path file) {
        return nobody.bundleMap(file);
    }
}
