package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JWS and JWK vectors of Project Wycheproof: 401 and 26, all judged as they ask but for those named here. */
class WycheproofJwsTest {
    /**
     * Valid to Wycheproof, refused here:
     *
     * <ul>
     *   <li>346 and 350: the key says PS256, the header PS384. RFC 8725bis §3.1: a key MUST be used with one algorithm.
     *   <li>347 and 351: the key says ES521, which does not exist; the header says ES512. The same rule.
     *   <li>372 and 373: a character outside base64url stands in the header or payload. RFC 8725bis, Check JWT Format
     *       Type: input with other characters than those of the compact serialization MUST be refused.
     * </ul>
     */
    private static final Set<Integer> REFUSED_THOUGH_VALID = Set.of(346, 347, 350, 351, 372, 373);

    /**
     * Invalid to Wycheproof, and the same text and key as 357, which is valid: what their names announce, padding in the
     * header and in the payload, is not in them (C2SP/wycheproof issue 236). No verifier can please all three.
     */
    private static final Set<Integer> SAME_AS_A_VALID_ONE = Set.of(367, 370);

    static Stream<SignatureEngine> engines() {
        return Vectors.engines();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void agrees_withAllSignaturesButTheNamed(SignatureEngine engine) throws Exception {
        Verdicts verdicts = judge("wycheproof/json_web_signature_test.json", engine);

        assertThat(verdicts.all).isEqualTo(401);
        assertThat(verdicts.acceptedThoughInvalid).isEqualTo(SAME_AS_A_VALID_ONE);
        assertThat(verdicts.accepted).isEqualTo(46 - 6 + 2);
        assertThat(verdicts.refusedThoughValid).isEqualTo(REFUSED_THOUGH_VALID);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void agrees_withAllKeys(SignatureEngine engine) throws Exception {
        Verdicts verdicts = judge("wycheproof/json_web_key_test.json", engine);

        assertThat(verdicts.all).isEqualTo(26);
        assertThat(verdicts.acceptedThoughInvalid).isEmpty();
        assertThat(verdicts.accepted).isEqualTo(5);
        assertThat(verdicts.refusedThoughValid).isEmpty();
    }

    @Test
    void rejects_paddingThatTwoVectorsLack() throws Exception {
        Map<Integer, String> tokens = new HashMap<>();
        for (JsonNode group :
                Vectors.read("wycheproof/json_web_signature_test.json").get("testGroups")) {
            group.get("tests")
                    .forEach(test ->
                            tokens.put(test.get("tcId").asInt(), test.get("jws").asText()));
        }
        String token = tokens.get(357);

        assertThat(SAME_AS_A_VALID_ONE)
                .allSatisfy(id -> assertThat(tokens.get(id)).isEqualTo(token));
        assertThat(CompactJws.split(token)).isNotNull();
        assertThat(CompactJws.split(token.replaceFirst("\\.", "=."))).isNull();
        assertThat(CompactJws.split(token.replace("VGVzdA.", "VGVzdA==."))).isNull();
    }

    @Test
    void rejects_macsOutsideTheseTests() {
        assertThat(Algorithm.named("HS256")).isEmpty();
        assertThat(Algorithm.named("HS384")).isEmpty();
        assertThat(Algorithm.named("HS512")).isEmpty();
    }

    private static final class Verdicts {
        private int all;
        private int accepted;
        private final Set<Integer> acceptedThoughInvalid = new TreeSet<>();
        private final Set<Integer> refusedThoughValid = new TreeSet<>();

        void add(int id, boolean isAccepted, boolean isValid) {
            all++;
            accepted += isAccepted ? 1 : 0;
            if (isAccepted && !isValid) {
                acceptedThoughInvalid.add(id);
            }
            if (!isAccepted && isValid) {
                refusedThoughValid.add(id);
            }
        }
    }

    private static Verdicts judge(String file, SignatureEngine engine) throws Exception {
        Verdicts verdicts = new Verdicts();
        for (JsonNode group : Vectors.read(file).get("testGroups")) {
            List<JsonObject> keys = keys(group.has("public") ? group.get("public") : group.get("private"));
            for (JsonNode test : group.get("tests")) {
                boolean accepted = accepts(test.get("jws").asText(), keys, engine);
                verdicts.add(
                        test.get("tcId").asInt(),
                        accepted,
                        test.get("result").asText().equals("valid"));
            }
        }
        return verdicts;
    }

    private static List<JsonObject> keys(JsonNode node) {
        List<JsonObject> keys = new ArrayList<>();
        for (JsonNode key : node.has("keys") ? node.get("keys") : List.of(node)) {
            keys.add(Vectors.object(key));
        }
        return keys;
    }

    // As every caller of this package does it: cut, header, key by kid, its one algorithm, signature.
    private static boolean accepts(String token, List<JsonObject> keys, SignatureEngine engine) {
        CompactJws jws = CompactJws.split(token);
        if (jws == null
                || jws.header().namesUnknownParameter()
                || jws.header().keyId().isEmpty()) {
            return false;
        }
        String keyId = jws.header().keyId().get();
        Optional<PublicJwk> key = PublicJwks.read(keys, Algorithm.RS256).key(keyId);
        if (key.isPresent()) {
            return jws.header().algorithm().equals(Optional.of(key.get().algorithm()))
                    && jws.isSignedBy(engine.verificationKey(key.get()));
        }
        MacKey mac = MacKey.read(keys).keys().get(keyId);
        return mac != null && MacKey.authenticates(mac, token, jws);
    }
}
