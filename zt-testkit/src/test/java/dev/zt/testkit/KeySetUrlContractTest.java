package dev.zt.testkit;

import dev.zt.identity.Issuer;
import dev.zt.keys.KeyOrigin;
import dev.zt.keys.TrustedIssuer;
import dev.zt.keys.TrustedKeys;

class KeySetUrlContractTest extends KeysOfServersContract {
    @Override
    protected String name() {
        return "key-set-url";
    }

    @Override
    protected Issuer whose() {
        return clients.url();
    }

    @Override
    String document(String path) {
        return clients.keySetJson();
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody) {
        return nobody.issuer(TrustedIssuer.of(clients.url(), new KeyOrigin.Url(origin().resolve("/keys"))));
    }
}
