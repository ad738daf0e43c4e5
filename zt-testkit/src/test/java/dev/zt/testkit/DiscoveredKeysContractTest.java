package dev.zt.testkit;

import dev.zt.identity.Issuer;
import dev.zt.identity.IssuerUrl;
import dev.zt.keys.KeyOrigin;
import dev.zt.keys.TrustedIssuer;
import dev.zt.keys.TrustedKeys;

/** The keys that the metadata of an authorization server leads to. */
class DiscoveredKeysContractTest extends KeysOfServersContract {
    @Override
    protected String name() {
        return "discovery";
    }

    @Override
    protected Issuer whose() {
        return IssuerUrl.of(origin().toString());
    }

    @Override
    String document(String path) {
        return path.equals("/keys")
                ? clients.keySetJson()
                : "{\"issuer\":\"" + origin() + "\",\"jwks_uri\":\"" + origin() + "/keys\"}";
    }

    @Override
    TrustedKeys.Builder trusting(TrustedKeys.Builder nobody) {
        return nobody.issuer(TrustedIssuer.of(IssuerUrl.of(origin().toString()), new KeyOrigin.Discovery()));
    }
}
