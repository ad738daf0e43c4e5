package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of which somebody asked that they be signed (standards.md, case 40). */
class AnswerVerifierTest {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();
    private static final WorkloadId WHO = WorkloadId.of("spiffe://shop.example/gateway");

    private final Forge forge = new Forge();
    private final AnswerDemand demand = demand("POST", "/orders/7", "a=b");
    private BundleLookup keys = new BundleLookup.Found(
            TrustBundle.read(
                    TrustDomain.of("shop.example"),
                    "test",
                    Forge.bundle("key-1", forge.issuer).getBytes(StandardCharsets.UTF_8),
                    ENGINE),
            1);
    private Instant now = Instant.ofEpochSecond(Forge.NOW);
    private final AnswerVerifier verifier = new AnswerVerifier(issuer -> keys, ENGINE, () -> now);

    private static AnswerDemand demand(String method, String path, String query) {
        return new AnswerDemand(
                method, path, query, "asked", Map.of("workload-identity-token", List.of(SignedReply.ASKING)));
    }

    private SignedReply reply() {
        return SignedReply.of(forge.holder, forge.wit(), "asked");
    }

    private AnswerResult verify(Map<String, List<String>> fields) {
        return verifier.verify(demand, 200, name -> fields.getOrDefault(name, List.of()), WHO);
    }

    private String said(Map<String, List<String>> fields) {
        return verify(fields) instanceof AnswerResult.Unproven unproven
                ? unproven.fault().id()
                : "proven";
    }

    @Test
    void case40_accepts_whatTheRightWorkloadAnswersToThisRequest() {
        assertThat(said(reply().sign())).isEqualTo("proven");
        assertThat(said(reply().field("content-type", "text/plain").sign())).isEqualTo("proven");
    }

    @Test
    void case40_refuses_anAnswerWhoseSignatureWasStripped() {
        Map<String, List<String>> sent = reply().sign();

        assertThat(said(SignedReply.changed(sent, "signature-input"))).isEqualTo("answer-unsigned");
        assertThat(said(SignedReply.changed(sent, "signature"))).isEqualTo("answer-unsigned");
        assertThat(said(SignedReply.changed(sent, "signature-input", "wimse=()")))
                .isEqualTo("answer-unsigned");
        assertThat(said(reply().parameter("tag", "\"other\"").sign())).isEqualTo("answer-unsigned");
        assertThat(said(Map.of())).isEqualTo("answer-unsigned");
    }

    @Test
    void case40_refuses_anAnswerToAnotherRequest() {
        assertThat(said(SignedReply.of(forge.holder, forge.wit(), "another").sign()))
                .isEqualTo("answer-request");
        assertThat(said(reply().without("wimse-req-nonce").sign())).isEqualTo("answer-request");
    }

    @Test
    void case40_refuses_theAnswerToSomebodyElsesRequestWithTheSameNonce() {
        Map<String, List<String>> sent = reply().sign();
        AnswerDemand another = new AnswerDemand(
                "POST",
                "/orders/7",
                "a=b",
                "asked",
                Map.of("workload-identity-token", List.of("another.asking.token")));
        AnswerDemand withContent = new AnswerDemand(
                "POST",
                "/orders/7",
                "a=b",
                "asked",
                Map.of(
                        "workload-identity-token",
                        List.of(SignedReply.ASKING),
                        "content-digest",
                        List.of(SignedRequest.digest("tea"))));

        assertThat(verifier.verify(another, 200, name -> sent.getOrDefault(name, List.of()), WHO))
                .isEqualTo(new AnswerResult.Unproven(AnswerFault.ANSWER_SIGNATURE));
        assertThat(verifier.verify(withContent, 200, name -> sent.getOrDefault(name, List.of()), WHO))
                .isEqualTo(new AnswerResult.Unproven(AnswerFault.ANSWER_COVERAGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "a.b.c"})
    void refuses_aTokenThatDoesNotHold(String token) {
        assertThat(said(SignedReply.changed(reply().sign(), "workload-identity-token", token)))
                .isEqualTo("answer-token");
    }

    @Test
    void refuses_noTokenAndTwo() {
        Map<String, List<String>> sent = reply().sign();

        assertThat(said(SignedReply.changed(sent, "workload-identity-token"))).isEqualTo("answer-token");
        assertThat(said(SignedReply.changed(sent, "workload-identity-token", forge.wit(), forge.wit())))
                .isEqualTo("answer-token");
    }

    @Test
    void refuses_anotherWorkloadOfTheSameDomain() {
        String wit = forge.wit(Forge.with(forge.witClaims(), "sub", "\"spiffe://shop.example/billing\""));

        assertThat(said(SignedReply.of(forge.holder, wit, "asked").sign())).isEqualTo("answer-workload");
    }

    @Test
    void refuses_theSignatureOfAnotherKey() {
        assertThat(said(SignedReply.of(Forge.newKey(), forge.wit(), "asked").sign()))
                .isEqualTo("answer-signature");
    }

    @Test
    void refuses_anotherStatusThanWasSigned() {
        Map<String, List<String>> sent = reply().sign();

        assertThat(verifier.verify(demand, 201, name -> sent.getOrDefault(name, List.of()), WHO))
                .isEqualTo(new AnswerResult.Unproven(AnswerFault.ANSWER_SIGNATURE));
    }

    @ParameterizedTest
    @CsvSource({"PUT,/orders/7,a=b", "POST,/orders/8,a=b", "POST,/orders/7,a=c", "POST,/orders/7,"})
    void refuses_anAnswerToARequestThatWasChangedOnItsWay(String method, String path, String query) {
        Map<String, List<String>> sent = reply().sign();

        assertThat(verifier.verify(demand(method, path, query), 200, name -> sent.getOrDefault(name, List.of()), WHO))
                .isEqualTo(new AnswerResult.Unproven(AnswerFault.ANSWER_SIGNATURE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"@status\"",
                "\"@method\";req",
                "\"@path\";req",
                "\"@query\";req",
                "\"workload-identity-token\"",
                "\"workload-identity-token\";req"
            })
    void refuses_aSignatureThatCoversTooLittle(String component) {
        assertThat(said(reply().uncover(component).sign())).isEqualTo("answer-coverage");
    }

    @Test
    void refuses_typeAndDigestThatAreNotCovered() {
        assertThat(said(reply().uncovered("content-type", "text/plain").sign())).isEqualTo("answer-coverage");
        assertThat(said(reply().uncovered("content-digest", SignedRequest.digest("tea"))
                        .sign()))
                .isEqualTo("answer-coverage");
    }

    @ParameterizedTest
    @CsvSource({"keyid,\"k\"", "alg,\"x\"", "wimse-aud,\"a\"", "x,1"})
    void refuses_parametersThatAnswersDoNotHave(String name, String value) {
        assertThat(said(reply().parameter(name, value).sign())).isEqualTo("answer-coverage");
    }

    @Test
    void refuses_whatIsOutOfItsTime() {
        Map<String, List<String>> sent = reply().sign();

        now = Instant.ofEpochSecond(Forge.NOW + 59);
        assertThat(said(sent)).isEqualTo("proven");
        now = Instant.ofEpochSecond(Forge.NOW + 60);
        assertThat(said(sent)).isEqualTo("answer-time");
        now = Instant.ofEpochSecond(Forge.NOW);
        assertThat(said(reply().parameter("created", Long.toString(Forge.NOW + 30))
                        .sign()))
                .isEqualTo("proven");
        assertThat(said(reply().parameter("created", Long.toString(Forge.NOW + 31))
                        .parameter("expires", Long.toString(Forge.NOW + 60))
                        .sign()))
                .isEqualTo("answer-time");
        assertThat(said(reply().parameter("created", Long.toString(Forge.NOW - 90))
                        .sign()))
                .isEqualTo("answer-time");
    }

    @ParameterizedTest
    @ValueSource(strings = {"md5=:XUFAKrxLKna5cZ2REBfFkg==:", "sha-256=:AAAA:", "x"})
    void refuses_aDigestThatProvesNothing(String digest) {
        assertThat(said(reply().field("content-digest", digest).sign())).isEqualTo("answer-digest");
    }

    @Test
    void cannotSay_whileTheKeysAreUnknown() {
        keys = new BundleLookup.Unavailable(Duration.ofSeconds(1));

        assertThat(said(reply().sign())).isEqualTo("answer-keys");
    }

    @ParameterizedTest
    @CsvSource({"tea,tea,true", "tea,oil,false", "tea,te,false", "tea,'',false", "'','',true", "'',tea,false"})
    void says_whichBodyWasSigned(String signed, String sent, boolean right) throws IOException {
        SignedReply reply = signed.isEmpty() ? reply() : reply().field("content-digest", SignedRequest.digest(signed));
        SignedBody body = ((AnswerResult.Proven) verify(reply.sign())).body();
        BodyComparison comparison = body.comparison();
        byte[] bytes = sent.getBytes(StandardCharsets.UTF_8);

        for (byte octet : bytes) {
            comparison.add(ByteBuffer.wrap(new byte[] {octet}));
        }

        assertThat(comparison.matches()).isEqualTo(right);
        if (right) {
            assertThat(body.checked(new ByteArrayInputStream(bytes)).readAllBytes())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void leaves_thePartsThatItComparesAsTheyAre() {
        ByteBuffer part = ByteBuffer.wrap("tea".getBytes(StandardCharsets.UTF_8));
        Map<String, List<String>> sent =
                reply().field("content-digest", SignedRequest.digest("tea")).sign();

        ((AnswerResult.Proven) verify(sent)).body().comparison().add(part);

        assertThat(part.remaining()).isEqualTo(3);
    }

    @Test
    void takes_noRequestForAnAnswer() {
        Map<String, List<String>> request = Map.of(
                "signature-input",
                List.of(SignedRequest.of(forge).sign().value("signature-input")),
                "signature",
                List.of(SignedRequest.of(forge).sign().value("signature")),
                "workload-identity-token",
                List.of(forge.wit()));

        assertThat(said(request)).isEqualTo("answer-coverage");
    }
}
