package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HopsTest {
    private static final Hops HOPS = Hops.of(
            AddressRanges.of(List.of("10.0.0.0/8", "127.0.0.9", "fe80::/10")), ForwardedCertificates.CLIENT_CERT);
    private static final String UNREADABLE = "what is no byte sequence";

    private static Headers headers(String name, String... values) {
        Map<String, List<String>> fields = Map.of(name, List.of(values));
        return asked -> fields.getOrDefault(asked, List.of());
    }

    private static Connection plain(String peer, String local) {
        return Connection.inPlainText(peer, local);
    }

    private static Connection tls(String peer) {
        return Connection.overTls(peer, () -> {
            throw new AssertionError("the certificate of a hop");
        });
    }

    @Test
    void believes_aHop_thatSaysHttps() {
        assertThat(HOPS.channel(plain("10.1.2.3", "10.0.0.1"), headers("X-Forwarded-Proto", "https")))
                .isEqualTo(Channel.FORWARDED_TLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "HTTPS", "https, http", "https,https", "", " https", "wss"})
    void believes_noHop_thatSaysAnythingElse(String protocol) {
        assertThat(HOPS.channel(plain("10.1.2.3", "10.0.0.1"), headers("X-Forwarded-Proto", protocol)))
                .isEqualTo(Channel.PLAIN);
    }

    @Test
    void believes_noHop_thatSaysItTwice() {
        assertThat(HOPS.channel(plain("10.1.2.3", "10.0.0.1"), headers("X-Forwarded-Proto", "https", "https")))
                .isEqualTo(Channel.PLAIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11.0.0.1", "", "localhost", "10.0.0.1.example.org", "127.0.0.1"})
    void believes_nobodyElse(String peer) {
        assertThat(HOPS.channel(plain(peer, "10.0.0.1"), headers("X-Forwarded-Proto", "https")))
                .isEqualTo(Channel.PLAIN);
    }

    @Test
    void takes_aHopOnThisMachine_forAHop() {
        assertThat(HOPS.channel(plain("127.0.0.9", "127.0.0.1"), headers("X"))).isEqualTo(Channel.PLAIN);
        assertThat(HOPS.channel(plain("127.0.0.1", "127.0.0.1"), headers("X"))).isEqualTo(Channel.LOOPBACK);
        assertThat(HOPS.channel(plain("127.0.0.1", "10.0.0.1"), headers("X"))).isEqualTo(Channel.PLAIN);
        assertThat(HOPS.channel(plain("11.0.0.1", "127.0.0.1"), headers("X"))).isEqualTo(Channel.PLAIN);
    }

    @Test
    void knows_aHop_onWhicheverLinkItIs() {
        assertThat(HOPS.channel(plain("fe80::1%eth0", "::1"), headers("X-Forwarded-Proto", "https")))
                .isEqualTo(Channel.FORWARDED_TLS);
        assertThat(HOPS.certificates(tls("fe80:0:0:0:0:0:0:1%2"), headers("X"))).isEmpty();
    }

    @Test
    void reads_theCertificatesOfAHop_inItsFieldAlone() {
        Headers field = headers("Client-Cert", UNREADABLE);

        assertThatThrownBy(() -> HOPS.certificates(tls("10.1.2.3"), field))
                .isInstanceOf(UnreadableCertificateException.class);
        assertThat(HOPS.certificates(tls("10.1.2.3"), headers("X"))).isEmpty();
        assertThat(HOPS.certificates(plain("10.1.2.3", "10.0.0.1"), field)).isEmpty();
    }

    @Test
    void reads_theCertificatesOfOthers_inTheirHandshakeAlone() {
        List<X509Certificate> shown = List.of();
        Headers field = headers("Client-Cert", UNREADABLE);

        assertThat(HOPS.certificates(Connection.overTls("11.0.0.1", () -> shown), field))
                .isSameAs(shown);
        assertThat(Hops.of(AddressRanges.of(List.of("10.0.0.0/8")), ForwardedCertificates.IGNORE)
                        .certificates(Connection.overTls("10.1.2.3", () -> shown), field))
                .isSameAs(shown);
        assertThat(HOPS.certificates(plain("127.0.0.1", "127.0.0.1"), field)).isEmpty();
    }

    @Test
    void believes_nobody_whereThereIsNoHop() {
        assertThat(Hops.none().isEmpty()).isTrue();
        assertThat(Hops.none().channel(plain("10.1.2.3", "10.0.0.1"), headers("X-Forwarded-Proto", "https")))
                .isEqualTo(Channel.PLAIN);
    }
}
