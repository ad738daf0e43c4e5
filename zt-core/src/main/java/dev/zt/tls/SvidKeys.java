package dev.zt.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the certificate of the moment to each handshake. A handshake asks for an alias, then for chain and key by it:
 * the alias names one snapshot, so a rotation between the questions cannot mix two. Safe for concurrent use.
 */
final class SvidKeys extends X509ExtendedKeyManager {
    private final Supplier<Optional<X509Svid>> current;
    // The present certificate and the one before it, for handshakes that began with that.
    private final Map<String, X509Svid> byAlias = new ConcurrentHashMap<>();
    private volatile @Nullable String newest;

    SvidKeys(Supplier<Optional<X509Svid>> current) {
        this.current = current;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        return TlsContexts.isCurrent(engine.getHandshakeSession()) ? alias(keyType) : null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return socket instanceof SSLSocket tls && TlsContexts.isCurrent(tls.getHandshakeSession())
                ? alias(keyType)
                : null;
    }

    private @Nullable String alias(String keyType) {
        X509Svid svid = current.get().orElse(null);
        if (svid == null || !svid.key().getAlgorithm().equals(keyType)) {
            return null;
        }
        String alias = svid.chain().get(0).getSerialNumber().toString(16);
        if (byAlias.putIfAbsent(alias, svid) == null) {
            String before = newest;
            newest = alias;
            byAlias.keySet().removeIf(known -> !known.equals(alias) && !known.equals(before));
        }
        return alias;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        X509Svid svid = byAlias.get(alias);
        return svid == null ? null : svid.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        X509Svid svid = byAlias.get(alias);
        return svid == null ? null : svid.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal[] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
