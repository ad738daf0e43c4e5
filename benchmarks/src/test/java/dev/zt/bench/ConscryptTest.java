package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.tls.ClientTrust;
import dev.zt.tls.PeerMatcher;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Why zt does not speak TLS by Conscrypt (docs/decisions.md, TLS). A test that fails here says that a release mended it, and
 * that the decision is to be made again.
 */
class ConscryptTest {
    private final Peers peers = new Peers(SignatureProvider.bouncyCastle());
    private final Peers.Peer peer = peers.newPeer(WorkloadId.of("spiffe://" + Rules.TRUST_DOMAIN + "/orders"));
    private final List<String> told = new ArrayList<>();
    // Asks as zt does, which shows its certificate in TLS 1.3 alone.
    private final KeyManager asking = new ConscryptContexts.Keys(() -> peer) {
        @Override
        public @Nullable String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            told.add(engine.getHandshakeSession().getProtocol());
            return super.chooseEngineServerAlias(keyType, issuers, engine);
        }
    };

    /** Believes everybody and writes down what it is told. */
    private static final class Listening extends X509ExtendedTrustManager {
        private final List<String> told;

        Listening(List<String> told) {
            this.told = told;
        }

        private void note(String authType, SSLEngine engine) {
            told.add(engine.getHandshakeSession().getProtocol());
            told.add(authType);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            note(authType, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            note(authType, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("not asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
                throws CertificateException {
            throw new CertificateException("not asked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not asked");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            throw new CertificateException("not asked");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @BeforeAll
    static void hasConscrypt() {
        assumeTrue(Conscrypt.isAvailable(), "Conscrypt is published for other platforms");
    }

    private SSLContext silent() {
        return ConscryptContexts.context(new ConscryptContexts.Keys(() -> peer), new Listening(new ArrayList<>()));
    }

    private static String shake(SSLContext client, SSLContext server, String version) throws SSLException {
        SSLEngine caller = client.createSSLEngine("orders", 8443);
        caller.setEnabledProtocols(new String[] {version});
        return Handshake.between(caller, server.createSSLEngine()).getProtocol();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void saysTls12_toAServerThatChoosesItsCertificate(String spoken) throws SSLException {
        SSLContext server = ConscryptContexts.context(asking, new Listening(new ArrayList<>()));

        assertThat(shake(silent(), server, spoken)).isEqualTo(spoken);
        assertThat(told).isNotEmpty().containsOnly("TLSv1.2");
    }

    @Test
    void staysWithWhatItSaid_whenTheClientIsChecked() {
        ClientTrust clients = new ClientTrust(
                PeerMatcher.anyWorkload(), peers::bundle, SignatureProvider.bouncyCastle(), InstantSource.system());
        SSLContext server = ConscryptContexts.context(asking, clients);

        assertThatThrownBy(() -> shake(silent(), server, "TLSv1.3"))
                .hasRootCauseMessage("the client speaks no TLS 1.3");
    }

    @Test
    void namesToAClient_noAlgorithmThatThePlatformKnows() throws GeneralSecurityException, IOException {
        KeyManager keys = new ConscryptContexts.Keys(() -> peer);
        shake(ConscryptContexts.context(keys, new Listening(told)), silent(), "TLSv1.3");

        assertThat(told).containsExactly("TLSv1.3", "GENERIC");
        X509TrustManager platform = platformTrust();
        X509Certificate[] chain = peer.svid().chain().toArray(X509Certificate[]::new);
        assertThatThrownBy(() -> platform.checkServerTrusted(chain, "GENERIC"))
                .hasMessageContaining("Unknown authType: GENERIC");
    }

    @Test
    void resumesNothing_asItIsShipped() throws SSLException {
        KeyManager keys = new ConscryptContexts.Keys(() -> peer);
        SSLContext client = ConscryptContexts.context(keys, new Listening(told));
        SSLContext server = silent();
        shake(client, server, "TLSv1.3");
        shake(client, server, "TLSv1.3");

        assertThat(told).containsExactly("TLSv1.3", "GENERIC", "TLSv1.3", "GENERIC");
    }

    private X509TrustManager platformTrust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", peers.authority());
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return (X509TrustManager) factory.getTrustManagers()[0];
    }
}
