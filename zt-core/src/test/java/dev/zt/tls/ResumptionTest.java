package dev.zt.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

/** Whoever is at the other end is looked at on every connection, however willing that end is to go on with the last one. */
class ResumptionTest {
    private static final int CONNECTIONS = 3;
    private static final X509Svid SVID = svid();

    private final AtomicInteger asked = new AtomicInteger();

    /** Believes everybody and counts how often it was asked. */
    private final class Counting extends ServerTrust {
        @Override
        void check(X509Certificate[] chain, String authType, String host, int port, SSLEngine engine) {
            asked.incrementAndGet();
        }

        @Override
        void checkSocket(X509Certificate[] chain, String authType, SSLSocket socket) {
            asked.incrementAndGet();
        }
    }

    /** A trust manager of somebody else's, which refuses nothing by itself. */
    private final class Gullible extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            asked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            asked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            asked.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static X509Svid svid() {
        try {
            KeyPair key = PrivateJwk.generate(Algorithm.ES256).toKeyPair();
            X500Name name = new X500Name("O=orders");
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.TWO,
                    Date.from(Instant.EPOCH),
                    Date.from(Instant.parse("2100-01-01T00:00:00Z")),
                    name,
                    key.getPublic());
            GeneralName id = new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://shop.example/orders");
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(id));
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key.getPrivate()))
                    .getEncoded();
            return X509Svid.of(List.of(der), key.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static SSLContext ourServer() {
        return TlsContexts.server(() -> Optional.of(SVID));
    }

    private SSLContext ourClient() {
        return TlsContexts.client(new Counting());
    }

    private static SSLContext plainServer() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", SVID.key(), new char[0], SVID.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(store, new char[0]);
        return context(factory.getKeyManagers(), null);
    }

    private SSLContext plainClient() throws GeneralSecurityException {
        return context(null, new TrustManager[] {new Gullible()});
    }

    private static SSLContext context(KeyManager[] keys, TrustManager[] trust) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static void connect(SSLContext server, SSLContext client, String protocol) throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (SSLServerSocket listening =
                (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0, CONNECTIONS, loopback)) {
            listening.setEnabledProtocols(new String[] {protocol});
            for (int i = 0; i < CONNECTIONS; i++) {
                CompletableFuture<Void> answered = CompletableFuture.runAsync(() -> answer(listening));
                try (SSLSocket socket =
                        (SSLSocket) client.getSocketFactory().createSocket(loopback, listening.getLocalPort())) {
                    socket.getOutputStream().write(1);
                    // A ticket comes before the answer, so it has been seen when the answer is there.
                    assertThat(socket.getInputStream().read()).isEqualTo(2);
                    assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
                }
                answered.join();
            }
        }
    }

    private static void answer(SSLServerSocket listening) {
        try (SSLSocket socket = (SSLSocket) listening.accept()) {
            if (socket.getInputStream().read() == 1) {
                socket.getOutputStream().write(2);
                // Closed by the client first, so that no answer is cut off.
                assertThat(socket.getInputStream().read()).isNegative();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void resumes_nothing_betweenOurs() throws Exception {
        connect(ourServer(), ourClient(), "TLSv1.3");

        assertThat(asked).hasValue(CONNECTIONS);
    }

    @Test
    void resumes_nothing_whereAServerOffersTickets() throws Exception {
        connect(plainServer(), ourClient(), "TLSv1.3");

        assertThat(asked).hasValue(CONNECTIONS);
    }

    @Test
    void resumes_nothing_whereAClientWould() throws Exception {
        connect(ourServer(), plainClient(), "TLSv1.3");

        assertThat(asked).hasValue(CONNECTIONS);
    }

    // Otherwise the tests above would prove nothing.
    @Test
    void resumes_betweenOthers() throws Exception {
        connect(plainServer(), plainClient(), "TLSv1.3");
        assertThat(asked).hasValueLessThan(CONNECTIONS);
    }

    @Test
    void speaks_nothingOlderThanTls13_asAClient() {
        assertThatThrownBy(() -> connect(plainServer(), ourClient(), "TLSv1.2")).isInstanceOf(SSLException.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void speaks_nothingOlderThanTls13_asAServer() {
        assertThatThrownBy(() -> connect(ourServer(), plainClient(), "TLSv1.2")).isInstanceOf(SSLException.class);
        assertThat(asked).hasValue(0);
    }

    // Otherwise the two tests above would prove nothing.
    @Test
    void speaksTls12_betweenOthers() throws Exception {
        connect(plainServer(), plainClient(), "TLSv1.2");
        assertThat(asked).hasPositiveValue();
    }
}
