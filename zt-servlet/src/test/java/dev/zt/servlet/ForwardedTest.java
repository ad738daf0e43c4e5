package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Guard;
import dev.zt.request.AddressRanges;
import dev.zt.request.ForwardedCertificates;
import dev.zt.verify.VerifierRules;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain requests from a hop that ended TLS before. */
class ForwardedTest {
    private App app;

    private App behind(String... hops) throws Exception {
        Consumer<Guard.Builder> settings = builder -> builder.forwardedFrom(AddressRanges.of(List.of(hops)));
        app = new Shop().app().guard(settings).start();
        return app;
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void admits_whatAConfiguredHopReceivedOverTls() throws Exception {
        behind("127.0.0.0/8");
        String[] proven = Wire.headers(app.proofOf("/root"));

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https")
                        .status())
                .isEqualTo(401);
        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", proven[0], proven[1])
                        .body())
                .isEqualTo("admin for /root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-Proto: http",
                "X-Forwarded-Proto: HTTPS",
                "X-Forwarded-Proto: https, http",
                "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: https",
                "X-Forwarded-Proto: https\r\nX-Forwarded-Proto: http",
                "X-Forwarded-Proto:",
                "X-Forwarded-Ssl: on",
                "Forwarded: proto=https",
            })
    void rejects_whatTheHopDoesNotSayInExactlyOneWay(String headers) throws Exception {
        behind("127.0.0.1");

        assertThat(app.send("GET", "/public/x", headers).status()).isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("channel-plain");
    }

    @Test
    void believes_nobodyElse() throws Exception {
        behind("10.0.0.0/8", "::1");

        assertThat(app.send("GET", "/public/x", "X-Forwarded-Proto: https").status())
                .isEqualTo(400);
        assertThat(app.send("GET", "/public/x", "X-Forwarded-Proto: https", "X-Forwarded-For: 10.0.0.1")
                        .status())
                .isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("channel-plain");
    }

    private void behindHopThatNamesCertificates(String hop, ForwardedCertificates form) throws Exception {
        app = new Shop()
                .app()
                .rules(VerifierRules.of(App.AUDIENCE).acceptingCertificates())
                .guard(builder ->
                        builder.forwardedFrom(AddressRanges.of(List.of(hop))).forwardedCertificates(form))
                .start();
    }

    private String clientCert(String path) throws Exception {
        byte[] der = app.issue(path).certificate().chain().get(0).getEncoded();
        return "Client-Cert: :" + Base64.getEncoder().encodeToString(der) + ":";
    }

    @Test
    void knows_aCallerByTheCertificateThatAHopSaw() throws Exception {
        behindHopThatNamesCertificates("127.0.0.1", ForwardedCertificates.CLIENT_CERT);

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", clientCert("/root"))
                        .body())
                .isEqualTo("admin for /root");
        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", clientCert("/reader"))
                        .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Client-Cert: x", "Client-Cert: :AAAA:"})
    void refuses_aCertificateThatCannotBeRead_alsoBesideAProof(String unreadable) throws Exception {
        behindHopThatNamesCertificates("127.0.0.1", ForwardedCertificates.CLIENT_CERT);
        String[] proven = Wire.headers(app.proofOf("/root"));

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", unreadable, proven[0], proven[1])
                        .status())
                .isEqualTo(403);
        assertThat(app.lastEvent().reason()).isEqualTo("certificate-malformed");
    }

    @Test
    void checks_theCertificateThatAHopSawOnceMore() throws Exception {
        behindHopThatNamesCertificates("127.0.0.1", ForwardedCertificates.CLIENT_CERT);
        String shown = clientCert("/root");
        app.clock().advance(Duration.ofHours(2));

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", shown)
                        .status())
                .isEqualTo(403);
        assertThat(app.lastEvent().reason()).isEqualTo("certificate-path");
    }

    @Test
    void case45_ignores_certificatesThatAnybodyElseNames() throws Exception {
        behindHopThatNamesCertificates("10.0.0.0/8", ForwardedCertificates.CLIENT_CERT);

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", clientCert("/root"))
                        .status())
                .isEqualTo(400);
        assertThat(app.lastEvent().reason()).isEqualTo("channel-plain");
    }

    @Test
    void case45_ignores_certificatesThatNobodyIsBelievedIn() throws Exception {
        behindHopThatNamesCertificates("127.0.0.1", ForwardedCertificates.IGNORE);

        assertThat(app.send("GET", "/api/admin/users", "X-Forwarded-Proto: https", clientCert("/root"))
                        .status())
                .isEqualTo(401);
        assertThat(app.lastEvent().reason()).isEqualTo("nothing-presented");
    }

    /** A hop that is itself on loopback is a hop first: what it received in plain text stays plain. */
    @Test
    void rejects_plainTextFromALoopbackHop_alsoWhereLoopbackIsAllowed() throws Exception {
        app = new Shop()
                .app()
                .guard(builder -> builder.allowLoopbackHttp().forwardedFrom(AddressRanges.of(List.of("127.0.0.1"))))
                .start();

        assertThat(app.send("GET", "/public/x").status()).isEqualTo(400);
        assertThat(app.send("GET", "/public/x", "X-Forwarded-Proto: https").status())
                .isEqualTo(200);
    }
}
