package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.Algorithm;
import dev.zt.jose.Json;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngines;
import dev.zt.jose.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The signed response that the working group's draft shows, made by another implementation; its key is in the token. */
class WimseExampleTest {
    private static final String TOKEN = "eyJhbGciOiJFZERTQSIsImtpZCI6Imlzc3Vlci1rZXkiLCJ0eXAiOiJ3aXQrand0In0"
            + ".eyJjbmYiOnsiandrIjp7ImFsZyI6IkVkRFNBIiwiY3J2IjoiRWQyNTUxOSIsImtpZCI6InN2Yy1iLWtleSIsImt0eSI6Ik9LUCIs"
            + "IngiOiI2cTM0dTRZbjZKVWN5bWg0UXd4enBJUXI5dUVvczE5cE5mSzFTNWRWYjhzIn19LCJleHAiOjE3ODgyOTkyMjYsImlhdCI6MTc4"
            + "ODI5ODkyNiwiaXNzIjoiaHR0cHM6Ly9leGFtcGxlLmNvbS9pc3N1ZXIiLCJqdGkiOiJ3aXQtMTc4ODI5ODkyNDI4MTIwOTY3OSIsInN1"
            + "YiI6IndpbXNlOi8vZXhhbXBsZS5jb20vc3ZjQiJ9"
            + ".iSl0qBzfv29LfIaYkYoCgRlc2_IQrbj9wLHpOOUdnUzImhLHXjt_zGnXIoQInc9fQKqwdVeNRgmeiR5pPumiBQ";
    private static final String DIGEST = "sha-256=:UHKweBl9cpjdVqgTB65El8SexXlJYGG+XIslAYqC1mY=:";
    private static final MessageFields FIELDS = Messages.fields(
            "Content-Digest",
            DIGEST,
            "Content-Type",
            "text/plain",
            "Signature",
            "sig1=:+yKE34YoWGkdD6iK0VJEhS3ZCQpHGh/pYlDut9+Wf3xOWYvq8tdWnyknaut8dAYJ4GFTzltZkvIcjmEnnj+BAA==:",
            "Signature-Input",
            "sig1=(\"@status\" \"workload-identity-token\" \"content-type\" \"content-digest\" \"@method\";req"
                    + " \"@path\";req \"@query\";req);created=1788298924;expires=1788299226;nonce=\"abcd2222\""
                    + ";tag=\"wimse-workload-to-workload\";wimse-req-nonce=\"abcd1111\"",
            "Workload-Identity-Token",
            TOKEN);
    private static final Message.Request REQUEST =
            Message.Request.of("GET", "/gimme-ice-cream", "flavor=vanilla", Messages.fields());

    private static VerificationKey key() {
        String jwk = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"6q34u4Yn6JUcymh4QwxzpIQr9uEos19pNfK1S5dVb8s\"}";
        return SignatureEngines.bouncyCastle()
                .verificationKey(
                        PublicJwk.readFor(Json.object(jwk.getBytes(StandardCharsets.US_ASCII)), Algorithm.ED25519));
    }

    private static TaggedSignature signature() {
        return ((ChosenSignature.Found) TaggedSignature.choose(FIELDS)).signature();
    }

    @Test
    void accepts_theSignedResponse() {
        Message.Response response = new Message.Response(404, FIELDS, REQUEST);

        assertThat(WimseProfile.checkResponse(signature().input(), response, "abcd1111"))
                .isNull();
        assertThat(signature().check(response, key())).isNull();
    }

    @Test
    void refuses_itAsAnswerToAnotherRequest() {
        Message.Request other = Message.Request.of("GET", "/gimme-ice-cream", null, Messages.fields());

        assertThat(signature().check(new Message.Response(404, FIELDS, other), key()))
                .isEqualTo(MessageFault.SIGNATURE_WRONG);
        assertThat(signature().check(new Message.Response(200, FIELDS, REQUEST), key()))
                .isEqualTo(MessageFault.SIGNATURE_WRONG);
        assertThat(WimseProfile.checkResponse(
                        signature().input(), new Message.Response(404, FIELDS, REQUEST), "abcd2222"))
                .isEqualTo(MessageFault.REQUEST_NONCE_WRONG);
    }

    @Test
    void compares_itsBody() {
        byte[] body = "No ice cream today.\n\n".getBytes(StandardCharsets.US_ASCII);

        assertThat(ContentDigest.of(body).text()).isEqualTo(DIGEST);
        assertThat(ContentDigest.read(List.of(DIGEST))).isInstanceOf(ContentDigest.Reading.Stated.class);
    }
}
