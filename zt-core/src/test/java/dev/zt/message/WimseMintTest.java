package dev.zt.message;

import static dev.zt.message.Messages.KEY;
import static dev.zt.message.Messages.NONCE;
import static dev.zt.message.Messages.TERMS;
import static dev.zt.message.Messages.request;
import static dev.zt.message.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WimseMintTest {
    private static final WimseMint MINT = new WimseMint(KEY);
    private static final Message.Request REQUEST = request(
            "Content-Type",
            "text/plain",
            "Content-Digest",
            "sha-256=:AAAA:",
            "Authorization",
            "Bearer a",
            "Txn-Token",
            "b",
            "Workload-Identity-Token",
            "c");

    private static TaggedSignature read(Optional<SignedFields> signed) {
        SignedFields fields = signed.orElseThrow();
        return ((ChosenSignature.Found) TaggedSignature.choose(
                        Messages.fields("Signature-Input", fields.signatureInput(), "Signature", fields.signature())))
                .signature();
    }

    @Test
    void signs_aRequest_asTheProfileAsks() {
        Optional<SignedFields> signed = MINT.signRequest(REQUEST, TERMS, "https://b.example", ResponseDemand.SIGNED);
        TaggedSignature signature = read(signed);

        assertThat(signed.orElseThrow().signatureInput())
                .isEqualTo("wimse=(\"@method\" \"@path\" \"@query\" \"content-type\" \"content-digest\""
                        + " \"authorization\" \"txn-token\" \"workload-identity-token\");created=1750000000"
                        + ";expires=1750000060;nonce=\"abcd1111\";tag=\"wimse-workload-to-workload\""
                        + ";wimse-aud=\"https://b.example\";wimse-sign-response");
        assertThat(WimseProfile.checkRequest(signature.input(), REQUEST)).isNull();
        assertThat(signature.check(REQUEST, Messages.PUBLIC)).isNull();
        assertThat(signature.check(REQUEST, Messages.FOREIGN)).isEqualTo(MessageFault.SIGNATURE_WRONG);
        assertThat(signature.input().created()).contains(TERMS.created());
        assertThat(signature.input().expires()).contains(TERMS.expires());
        assertThat(signature.input().nonce()).contains(NONCE);
        assertThat(signature.input().audience()).contains("https://b.example");
        assertThat(signature.input().demandsSignedResponse()).isTrue();
    }

    @Test
    void signs_aRequestWithoutAnything_andDemandsNothingUnasked() {
        Message.Request bare = Message.Request.of("GET", "/", null, Messages.fields());
        TaggedSignature signature = read(MINT.signRequest(bare, TERMS, "a", ResponseDemand.ANY));

        assertThat(WimseProfile.checkRequest(signature.input(), bare)).isNull();
        assertThat(signature.check(bare, Messages.PUBLIC)).isNull();
        assertThat(signature.input().demandsSignedResponse()).isFalse();
    }

    @Test
    void signs_aResponse_asTheProfileAsks() {
        Message.Response response = response(
                "Content-Type", "text/plain", "Content-Digest", "sha-256=:AAAA:", "Workload-Identity-Token", "c");
        TaggedSignature signature = read(MINT.signResponse(response, TERMS, "n0"));

        assertThat(signature.input().text())
                .startsWith("(\"@status\" \"@method\";req \"@path\";req \"@query\";req"
                        + " \"workload-identity-token\" \"content-type\" \"content-digest\");")
                .endsWith(";wimse-req-nonce=\"n0\"");
        assertThat(WimseProfile.checkResponse(signature.input(), response, "n0"))
                .isNull();
        assertThat(signature.check(response, Messages.PUBLIC)).isNull();
        assertThat(signature.input().requestNonce()).contains("n0");
    }

    // Case 34.
    @Test
    void leaves_nothingToChange() {
        TaggedSignature signature = read(MINT.signRequest(REQUEST, TERMS, "a", ResponseDemand.ANY));
        MessageFields fields = REQUEST.fields();

        for (Message changed : new Message[] {
            Message.Request.of("PUT", "/gimme-ice-cream", "flavor=vanilla", fields),
            Message.Request.of("post", "/gimme-ice-cream", "flavor=vanilla", fields),
            Message.Request.of("POST", "/gimme-ice-cream/", "flavor=vanilla", fields),
            Message.Request.of("POST", "/gimme%2Dice-cream", "flavor=vanilla", fields),
            Message.Request.of("POST", "/gimme-ice-cream", "flavor=vanilla&admin=1", fields),
            Message.Request.of("POST", "/gimme-ice-cream", null, fields),
            changed("content-type", "text/html"),
            changed("content-digest", "sha-256=:BBBB:"),
            changed("authorization", "Bearer b"),
            changed("txn-token", "c"),
            changed("workload-identity-token", "d")
        }) {
            assertThat(signature.check(changed, Messages.PUBLIC)).isEqualTo(MessageFault.SIGNATURE_WRONG);
        }
        assertThat(signature.check(request(), Messages.PUBLIC)).isEqualTo(MessageFault.COMPONENT_UNAVAILABLE);
    }

    private static Message.Request changed(String field, String value) {
        return Message.Request.of(
                "POST",
                "/gimme-ice-cream",
                "flavor=vanilla",
                name -> name.equals(field) ? List.of(value) : REQUEST.fields().values(name));
    }

    @Test
    void ties_aResponseToItsRequest() {
        Message.Response response = response("Workload-Identity-Token", "c");
        TaggedSignature signature = read(MINT.signResponse(response, TERMS, "n0"));
        Message.Request other = Message.Request.of("POST", "/other", null, Messages.fields());

        assertThat(signature.check(new Message.Response(200, response.fields(), other), Messages.PUBLIC))
                .isEqualTo(MessageFault.SIGNATURE_WRONG);
        assertThat(signature.check(new Message.Response(403, response.fields(), response.request()), Messages.PUBLIC))
                .isEqualTo(MessageFault.SIGNATURE_WRONG);
    }

    @Test
    void signs_nothingThatCannotBeCovered() {
        assertThat(MINT.signResponse(response(), TERMS, "n0")).isEmpty();
        assertThat(MINT.signRequest(request("content-type", "t\u00e9xt"), TERMS, "a", ResponseDemand.ANY))
                .isEmpty();
        assertThat(MINT.signRequest(request("txn-token", "a\nb"), TERMS, "a", ResponseDemand.ANY))
                .isEmpty();
        assertThat(MINT.signRequest(request("txn-token", "a", "txn-token", "b"), TERMS, "a", ResponseDemand.ANY))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u00e9", "a\nb"})
    void rejects_textsThatCannotBeWritten(String text) {
        assertThatThrownBy(() -> MINT.signRequest(REQUEST, TERMS, text, ResponseDemand.ANY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MINT.signResponse(response(), TERMS, text))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignatureTerms(TERMS.created(), TERMS.expires(), text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writes_textsUpToTheLimitOfTheReader() {
        String longest = "x".repeat(ItemReader.MAX_TEXT);
        SignatureTerms terms = new SignatureTerms(TERMS.created(), TERMS.expires(), longest);
        TaggedSignature signature = read(MINT.signRequest(REQUEST, terms, longest, ResponseDemand.ANY));

        assertThat(signature.input().nonce()).contains(longest);
        assertThat(signature.input().audience()).contains(longest);
        assertThatThrownBy(() -> new SignatureTerms(TERMS.created(), TERMS.expires(), longest + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rejects_timesThatAreNoOrder() {
        assertThatThrownBy(() -> new SignatureTerms(TERMS.expires(), TERMS.created(), "n"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SignatureTerms(Instant.ofEpochSecond(-1), TERMS.expires(), "n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shows_nothingSecret() {
        SignedFields signed =
                MINT.signRequest(REQUEST, TERMS, "a", ResponseDemand.ANY).orElseThrow();

        assertThat(signed.toString()).isEqualTo("SignedFields");
        assertThat(TERMS.toString()).doesNotContain(NONCE);
        assertThat(read(Optional.of(signed)).toString()).doesNotContain(NONCE);
    }
}
