package dev.zt.testkit;

import dev.zt.keys.TrustedKeys;
import java.nio.file.Path;

class BundleFileContractTest extends KeysInFilesContract {
    @Override
    protected String name() {
        return "bundle-file";
    }

    @Override
    String document() {
        return authority.bundleJson();
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody, Path file) {
        return nobody.bundleFile(authority.trustDomain(), file);
    }
}
