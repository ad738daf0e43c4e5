package dev.zt.testkit;

import dev.zt.identity.Issuer;
import dev.zt.keys.KeyOrigin;
import dev.zt.keys.TrustedIssuer;
import dev.zt.keys.TrustedKeys;
import java.nio.file.Path;

class KeySetFileContractTest extends KeysInFilesContract {
    @Override
    protected String name() {
        return "key-set-file";
    }

    @Override
    protected Issuer whose() {
        return clients.url();
    }

    @Override
    String document() {
        return clients.keySetJson();
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody, Path file) {
        return nobody.issuer(TrustedIssuer.of(clients.url(), new KeyOrigin.File(file)));
    }
}
