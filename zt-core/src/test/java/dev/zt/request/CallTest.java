package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.tls.SvidAuthority;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallTest {
    private static final Call CALL = Call.of("GET", "/a", name -> List.of(), Channel.TLS);

    @Test
    void carries_whatTheFrameworkSaid() {
        assertThat(CALL.method()).isEqualTo("GET");
        assertThat(CALL.rawPath()).isEqualTo("/a");
        assertThat(CALL.target()).isEqualTo(Target.parse("/a"));
        assertThat(CALL.channel()).isEqualTo(Channel.TLS);
        assertThat(CALL).hasToString("Call[TLS]");
    }

    @Test
    void carries_theQueryAsSent() {
        assertThat(CALL.query()).isEmpty();
        assertThat(CALL.withQuery("a=%2F&b").query()).contains("a=%2F&b");
        assertThat(CALL.withQuery("").query()).contains("");
        assertThat(CALL.withQuery("a").withClientCertificates(List::of).query()).contains("a");
    }

    @Test
    void loses_theQuery_whereItIsLedElsewhere() {
        Call led = CALL.withQuery("a").redirectedTo("POST", Target.parse("/b"));

        assertThat(led.query()).isEmpty();
        assertThat(led.method()).isEqualTo("POST");
        assertThat(led.rawPath()).isEqualTo("/b");
        assertThat(CALL.redirectedTo("GET", Optional.empty()).rawPath()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void hasCertificates_onlyOfSecureConnections(Channel channel) throws Exception {
        X509Certificate shown =
                new SvidAuthority(Instant.parse("2026-03-01T12:00:00Z")).draft().build();
        Call call = Call.of("GET", "/a", name -> List.of(), channel).withClientCertificates(() -> List.of(shown));

        assertThat(call.clientCertificates().isEmpty())
                .isEqualTo(channel != Channel.TLS && channel != Channel.FORWARDED_TLS);
    }
}
