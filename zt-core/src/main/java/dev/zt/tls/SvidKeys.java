package dev.zt.tls;

import dev.zt.jose.Base64Url;
import dev.zt.jose.Sha256;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the certificate of the moment to each handshake. A handshake asks for an alias, then for chain and key by it:
 * the alias names one snapshot, so a rotation between the questions cannot mix two. Safe for concurrent use.
 */
final class SvidKeys extends X509ExtendedKeyManager {
    private final Supplier<Optional<X509Svid>> current;
    private final Showing showing;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /** One snapshot under a name of its own. */
    private record Named(String alias, X509Svid svid) {
        // All certificates: the same leaf may come with other intermediates. Not the serial number, which is its
        // issuer's
        // alone.
        static Named of(X509Svid svid) {
            return new Named(Base64Url.encode(Sha256.of(svid.encoded())), svid);
        }
    }

    /** The present certificate and the one before it, for handshakes that began with that. */
    private record Known(Named newest, @Nullable Named before) {
        Known followedBy(X509Svid svid) {
            if (newest.svid() == svid) {
                return this;
            }
            Named next = Named.of(svid);
            return next.alias().equals(newest.alias()) ? this : new Known(next, newest);
        }
    }

    /** Whether the server at a host and port may learn by its certificate who calls. */
    @FunctionalInterface
    interface Showing {
        boolean isShownTo(@Nullable String host, int port);
    }

    SvidKeys(Supplier<Optional<X509Svid>> current, Showing showing) {
        this.current = current;
        this.showing = showing;
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
        Known before = known.get();
        Known now = following(before, svid);
        while (!known.compareAndSet(before, now)) {
            before = known.get();
            now = following(before, svid);
        }
        return now.newest().alias();
    }

    private static Known following(@Nullable Known held, X509Svid svid) {
        return held == null ? new Known(Named.of(svid), null) : held.followedBy(svid);
    }

    private @Nullable X509Svid named(String alias) {
        Known now = known.get();
        if (now == null) {
            return null;
        }
        Named before = now.before();
        if (now.newest().alias().equals(alias)) {
            return now.newest().svid();
        }
        return before != null && before.alias().equals(alias) ? before.svid() : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        X509Svid svid = named(alias);
        return svid == null ? null : svid.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        X509Svid svid = named(alias);
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
    public @Nullable String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return TlsContexts.isCurrent(engine.getHandshakeSession())
                        && showing.isShownTo(engine.getPeerHost(), engine.getPeerPort())
                ? alias(keyTypes)
                : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        SSLSession handshake = socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null;
        return handshake != null
                        && TlsContexts.isCurrent(handshake)
                        && showing.isShownTo(handshake.getPeerHost(), socket.getPort())
                ? alias(keyTypes)
                : null;
    }

    private @Nullable String alias(String[] keyTypes) {
        for (String keyType : keyTypes) {
            String alias = alias(keyType);
            if (alias != null) {
                return alias;
            }
        }
        return null;
    }
}
