package dev.zt.verify;

import dev.zt.identity.Issuer;
import dev.zt.jose.CompactJws;
import dev.zt.jose.JoseHeader;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.keys.KeyUse;
import dev.zt.keys.PublishedKey;
import java.time.Duration;
import java.util.Optional;

/** Checks the signature of a token by a key that its issuer publishes for such tokens. Safe for concurrent use. */
final class IssuerSignature {
    /** Whether a token must name its key. */
    enum KeyId {
        REQUIRED,
        /** Without a name, only the one key that there is. */
        UNLESS_ONLY_ONE
    }

    /** What is wrong; each kind of token has its own reasons for it. */
    enum Fault {
        NOT_TRUSTED,
        KEY_ID_MISSING,
        KEY_UNKNOWN,
        ALGORITHM,
        SIGNATURE
    }

    /** The outcome. */
    sealed interface Check {
        /** The signature is the issuer's. */
        record Passed(long epoch, String issuerKey) implements Check {}

        /** It is not, or there is no way to tell whether it is. */
        record Failed(Fault fault) implements Check {}

        /** Nobody can tell now. */
        record Unavailable(Duration retryAfter) implements Check {}
    }

    private final BundleSource bundles;

    IssuerSignature(BundleSource bundles) {
        this.bundles = bundles;
    }

    Check check(CompactJws token, Issuer issuer, KeyUse use, KeyId naming) {
        Optional<String> keyId = token.header().keyId();
        BundleLookup lookup = bundles.bundle(issuer);
        if (lookup instanceof BundleLookup.Found found
                && keyId.isPresent()
                && found.bundle().key(use, keyId.get()).isEmpty()) {
            lookup = bundles.bundleWith(issuer, use, keyId.get());
        }
        if (lookup instanceof BundleLookup.Unavailable away) {
            return new Check.Unavailable(away.retryAfter());
        }
        if (!(lookup instanceof BundleLookup.Found found)) {
            return new Check.Failed(Fault.NOT_TRUSTED);
        }
        if (keyId.isEmpty() && naming == KeyId.REQUIRED) {
            return new Check.Failed(Fault.KEY_ID_MISSING);
        }
        Optional<PublishedKey> key = keyId.isPresent()
                ? found.bundle().key(use, keyId.get())
                : found.bundle().onlyKey(use);
        if (key.isEmpty()) {
            return new Check.Failed(keyId.isPresent() ? Fault.KEY_UNKNOWN : Fault.KEY_ID_MISSING);
        }
        return signedBy(key.get(), token, found.epoch());
    }

    private static Check signedBy(PublishedKey key, CompactJws token, long epoch) {
        JoseHeader header = token.header();
        // RFC 8725bis §3.1: one key, one algorithm.
        if (header.algorithm().orElse(null) != key.algorithm()) {
            return new Check.Failed(Fault.ALGORITHM);
        }
        return key.signed(token) ? new Check.Passed(epoch, key.thumbprint()) : new Check.Failed(Fault.SIGNATURE);
    }
}
