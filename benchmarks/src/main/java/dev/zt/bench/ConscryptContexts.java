package dev.zt.bench;

import dev.zt.tls.PeerCheck;
import dev.zt.tls.X509SvidVerifier;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * Contexts of Conscrypt that check certificates as zt does and do not ask which version of TLS is spoken, since its server
 * does not tell in time. To be measured, and for nothing else.
 */
final class ConscryptContexts {
    private ConscryptContexts() {}

    static SSLContext context(Supplier<Peers.Peer> own, X509SvidVerifier verifier) {
        return context(new Keys(own), new Trust(verifier));
    }

    static SSLContext context(KeyManager keys, TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3", Conscrypt.newProvider());
            context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One certificate of an elliptic curve at a time. */
    static class Keys extends X509ExtendedKeyManager {
        private static final String EC = "EC";

        private final Supplier<Peers.Peer> own;

        Keys(Supplier<Peers.Peer> own) {
            this.own = own;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return keyType.equals(EC) ? EC : null;
        }

        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return EC;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.get().svid().chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.get().key();
        }

        @Override
        public @Nullable String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return keyType.equals(EC) ? EC : null;
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return EC;
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {EC};
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {EC};
        }
    }

    private static final class Trust extends X509ExtendedTrustManager {
        private final X509SvidVerifier verifier;

        Trust(X509SvidVerifier verifier) {
            this.verifier = verifier;
        }

        private void require(X509Certificate[] chain) throws CertificateException {
            if (!(verifier.verify(List.of(chain)) instanceof PeerCheck.Verified)) {
                throw new CertificateException("nobody");
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            require(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            require(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            require(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
