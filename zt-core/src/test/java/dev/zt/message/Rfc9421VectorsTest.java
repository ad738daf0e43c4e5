package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.zt.jose.Algorithm;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PublicJwk;
import dev.zt.jose.SignatureEngines;
import dev.zt.jose.Vectors;
import dev.zt.jose.VerificationKey;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of RFC 9421 appendix B.2. */
class Rfc9421VectorsTest {
    private static JsonNode rfc() throws IOException {
        return Vectors.read("rfc-vectors.json").get("rfc9421");
    }

    private static JsonNode example(String label) throws IOException {
        for (JsonNode example : rfc().get("cases")) {
            if (example.get("label").asText().equals(label)) {
                return example;
            }
        }
        throw new IOException("no " + label);
    }

    private static MessageFields fieldsOf(String text) {
        List<String> fields = new ArrayList<>();
        text.lines().skip(1).takeWhile(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            fields.add(line.substring(0, colon));
            fields.add(line.substring(colon + 1));
        });
        return Messages.fields(fields.toArray(String[]::new));
    }

    private static byte[] bodyOf(String text) {
        return text.substring(text.indexOf("\n\n") + 2).getBytes(StandardCharsets.US_ASCII);
    }

    private static Message.Request request() throws IOException {
        MessageFields fields = fieldsOf(rfc().get("test_request").asText());
        return new Message.Request(
                "POST", "https", fields.values("host").get(0).strip(), "/foo", "param=Value&Pet=dog", fields);
    }

    // The response of B.2 shows the digest of another text than its body; the signature of B.2.4 is over the right one.
    private static Message.Response response() throws Exception {
        String text = rfc().get("test_response").asText();
        byte[] digest = MessageDigest.getInstance("SHA-512").digest(bodyOf(text));
        String right = "sha-512=:" + Base64.getEncoder().encodeToString(digest) + ":";
        MessageFields shown = fieldsOf(text);
        return new Message.Response(
                200, name -> name.equals("content-digest") ? List.of(right) : shown.values(name), request());
    }

    private static Message message(String label) throws Exception {
        return label.equals("sig-b24") ? response() : request();
    }

    private static SignatureInput input(JsonNode example) {
        return Dictionary.read(List.of(example.get("signature_input").asText()), SignatureInput::read)
                .get(example.get("label").asText());
    }

    private static byte[] signature(JsonNode example) {
        Map<String, byte[]> read = Dictionary.read(
                List.of(example.get("signature").asText()), (label, cursor) -> ItemReader.bytes(cursor));
        return read.get(example.get("label").asText());
    }

    private static VerificationKey key(String name) throws Exception {
        byte[] der = Base64.getMimeDecoder()
                .decode(rfc().at("/keys/" + name).asText().replaceAll("-----[A-Z ]+-----", ""));
        String jwk = switch (name) {
            case "test-key-ed25519" ->
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"alg\":\"Ed25519\",\"x\":\"" + last(der, 32, 0) + "\"}";
            case "test-key-ecc-p256" ->
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"" + last(der, 64, 32) + "\",\"y\":\"" + last(der, 32, 0)
                        + "\"}";
            default -> rsa(der);
        };
        JsonObject read = Json.object(jwk.getBytes(StandardCharsets.US_ASCII));
        return SignatureEngines.bouncyCastle().verificationKey(PublicJwk.readPublished(read, Algorithm.PS512));
    }

    private static String last(byte[] der, int from, int to) {
        return Base64Url.encode(Arrays.copyOfRange(der, der.length - from, der.length - to));
    }

    private static String rsa(byte[] der) throws Exception {
        RSAPublicKey key = (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
        return "{\"kty\":\"RSA\",\"n\":\"" + unsigned(key.getModulus()) + "\",\"e\":\""
                + unsigned(key.getPublicExponent()) + "\"}";
    }

    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return Base64Url.encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sig-b21", "sig-b23", "sig-b24", "sig-b25", "sig-b26"})
    void builds_theBase_byteForByte(String label) throws Exception {
        JsonNode example = example(label);

        assertThat(SignatureBase.of(input(example), message(label))
                        .orElseThrow()
                        .text())
                .isEqualTo(example.get("signature_base").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sig-b21", "sig-b23", "sig-b24", "sig-b26"})
    void verifies_theSignature(String label) throws Exception {
        JsonNode example = example(label);
        SignatureBase base = SignatureBase.of(input(example), message(label)).orElseThrow();
        byte[] signature = signature(example);

        assertThat(base.isSignedBy(key(example.get("keyid").asText()), signature))
                .isTrue();
        signature[5] ^= 1;
        assertThat(base.isSignedBy(key(example.get("keyid").asText()), signature))
                .isFalse();
    }

    // B.2.2 covers one parameter of the query, which this package does not take apart.
    @Test
    void reads_aQueryParameter_andCoversNone() throws Exception {
        JsonNode example = example("sig-b22");

        assertThat(input(example).components()).hasSize(3);
        assertThat(SignatureBase.of(input(example), request())).isEmpty();
    }

    // B.2.5 has a MAC, which is no algorithm here: no key could be asked.
    @Test
    void knows_noAlgorithmForAMac() {
        assertThat(Algorithm.named("hmac-sha256")).isEmpty();
        assertThat(Algorithm.named("HS256")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sig-b21", "sig-b22", "sig-b23", "sig-b24", "sig-b25", "sig-b26"})
    void takes_noExampleForASignatureOfTheProfile(String label) throws Exception {
        JsonNode example = example(label);
        MessageFields fields = Messages.fields(
                "Signature-Input", example.get("signature_input").asText(),
                "Signature", example.get("signature").asText());

        assertThat(TaggedSignature.choose(fields)).isEqualTo(new ChosenSignature.None());
        assertThat(WimseProfile.checkRequest(input(example), request())).isEqualTo(MessageFault.KEY_ID_STATED);
    }

    @Test
    void compares_theBodies() throws Exception {
        String request = rfc().get("test_request").asText();
        String response = rfc().get("test_response").asText();

        assertThat(isRight(request().fields(), bodyOf(request))).isTrue();
        assertThat(isRight(response().fields(), bodyOf(response))).isTrue();
        assertThat(isRight(fieldsOf(response), bodyOf(response))).isFalse();
    }

    private static boolean isRight(MessageFields fields, byte[] body) {
        ContentDigest.Reading.Stated stated = (ContentDigest.Reading.Stated) ContentDigest.read(
                fields.values("content-digest").stream().map(String::strip).toList());
        BodyDigest digest = stated.digest().begin();
        digest.update(body, 0, body.length);
        return digest.matches();
    }
}
