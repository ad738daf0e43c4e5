package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How tokens of other libraries were forged or made them fail, one test for each way. */
class JoseHistoryTest {
    private static final Random RANDOM = new Random(7);
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    private static boolean accepts(String token, PublicJwk key) {
        CompactJws jws = CompactJws.split(token);
        return jws != null
                && !jws.header().namesUnknownParameter()
                && jws.header().algorithm().filter(key.algorithm()::equals).isPresent()
                && Vectors.engines().anyMatch(engine -> jws.isSignedBy(engine.verificationKey(key)));
    }

    private static boolean verifies(Algorithm algorithm, byte[] signature) {
        PublicJwk key = Keys.of(algorithm).publicJwk();
        return Vectors.engines().anyMatch(engine -> engine.verificationKey(key).verify(DATA, DATA.length, signature));
    }

    private static String signedWith(String header) {
        return Keys.token(header, "{\"sub\":\"x\"}", Keys.of(Algorithm.ES256));
    }

    private static PublicJwk own() {
        return Keys.of(Algorithm.ES256).publicJwk();
    }

    private static String base64(String text) {
        return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
    }

    private static PublicJwk rsa(BigInteger n, BigInteger e) {
        return PublicJwk.readFor(
                Vectors.object("{\"kty\":\"RSA\",\"n\":\"" + Base64Url.encode(UnsignedIntegers.shortest(n))
                        + "\",\"e\":\"" + Base64Url.encode(UnsignedIntegers.shortest(e)) + "\"}"),
                Algorithm.RS256);
    }

    private static BigInteger f4() {
        return BigInteger.valueOf(65537);
    }

    @Test
    void accepts_whatTheseTestsSpoil() {
        assertThat(accepts(signedWith("{\"alg\":\"ES256\",\"kid\":\"k\"}"), own()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "nOnE", "noNE", " none", "none ", "none\\u0000", "", "null"})
    @DisplayName("alg none and case tricks: CVE-2015-2951, CVE-2018-1000531, CVE-2020-15957, CVE-2021-22160")
    void rejects_noAlgorithm(String name) {
        String header = "{\"alg\":\"" + name + "\"}";

        assertThat(accepts(base64(header) + "." + base64("{}") + ".", own())).isFalse();
        assertThat(accepts(base64(header) + "." + base64("{}") + ".AAAA", own()))
                .isFalse();
        assertThat(accepts(signedWith(header), own())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"es256", "Es256", " ES256", "ES256 ", "ES256\\u0000", "ES256K", "ES512", "SHA256withECDSA"})
    @DisplayName("names that are nearly right: RFC 8725bis §3.1, CVE-2026-34950")
    void rejects_namesOfOtherSpelling(String name) {
        assertThat(accepts(signedWith("{\"alg\":\"" + name + "\"}"), own())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512", " HS256", "hs256"})
    @DisplayName("RS/HS confusion: CVE-2015-9235, CVE-2016-10555, CVE-2017-11424, CVE-2022-29217, CVE-2023-48223, "
            + "CVE-2026-11800, CVE-2026-22817, CVE-2026-34950")
    void rejects_aPublicKeyAsSecret(String name) {
        PublicJwk key = Keys.of(Algorithm.RS256).publicJwk();
        byte[] der = Keys.of(Algorithm.RS256).toKeyPair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(der)
                + "\n-----END PUBLIC KEY-----\n";
        for (byte[] secret : List.of(
                der,
                pem.getBytes(StandardCharsets.US_ASCII),
                key.toJson(null, null).getBytes(StandardCharsets.US_ASCII),
                Base64Url.decode(key.members().get("n")))) {
            assertThat(accepts(MacKey.sign("{\"alg\":\"" + name + "\"}", "{}", secret), key))
                    .isFalse();
            assertThat(accepts(MacKey.sign("{\"alg\":\"RS256\"}", "{}", secret), key))
                    .isFalse();
        }
    }

    @Test
    @DisplayName("one key under two algorithms: RFC 8725bis §3.1")
    void rejects_theKeyOfAnotherAlgorithm() {
        String token = Keys.token("{\"alg\":\"PS256\"}", "{}", Keys.of(Algorithm.PS256));

        assertThat(accepts(token, Keys.of(Algorithm.PS256).publicJwk())).isTrue();
        assertThat(accepts(token, Keys.of(Algorithm.RS256).publicJwk())).isFalse();
        assertThat(accepts(token, Keys.of(Algorithm.PS384).publicJwk())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"jku\":\"https://attacker.example/keys\"",
                "\"x5u\":\"https://attacker.example/chain\"",
                "\"x5c\":[\"AAAA\"]",
                "\"x5t\":\"AAAA\"",
                "\"x5t#S256\":\"AAAA\"",
                "\"jwk\":{}"
            })
    @DisplayName("keys that the token brings along: CVE-2018-0114, CVE-2025-24976")
    void rejects_keysFromTheToken(String parameter) {
        assertThat(accepts(signedWith("{\"alg\":\"ES256\"," + parameter + "}"), own()))
                .isFalse();
    }

    @Test
    @DisplayName("an own key in the header of a token: CVE-2018-0114")
    void rejects_anEmbeddedKeyThatSigned() {
        PrivateJwk attacker = PrivateJwk.generate(Algorithm.ES256);
        String token = Keys.token(
                "{\"alg\":\"ES256\",\"jwk\":" + attacker.publicJwk().toJson("k", null) + "}", "{}", attacker);

        assertThat(accepts(token, own())).isFalse();
    }

    @Test
    @DisplayName("empty secrets and signatures: CVE-2019-20933, CVE-2020-28042")
    void rejects_emptySecretsAndSignatures() {
        assertThat(PublicJwk.readPublished(Vectors.object("{\"kty\":\"oct\",\"alg\":\"HS256\",\"k\":\"\"}")))
                .isNull();
        assertThat(accepts(base64("{\"alg\":\"ES256\"}") + "." + base64("{}") + ".", own()))
                .isFalse();
        assertThat(accepts(base64("{\"alg\":\"ES256\"}") + "." + base64("{}"), own()))
                .isFalse();
        for (Algorithm algorithm : Algorithm.values()) {
            // Those that sign nothing are in MlDsaTest.
            assertThat(algorithm.signs() && verifies(algorithm, new byte[0])).isFalse();
        }
    }

    @Test
    @DisplayName("encrypted where signed was meant: CVE-2023-51774, CVE-2026-29000, CVE-2026-9793")
    void rejects_encryptedTokens() {
        String jwe = base64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".AAAA.AAAA.AAAA.AAAA";
        String published = Keys.published(Algorithm.RS256);

        assertThat(CompactJws.split(jwe)).isNull();
        assertThat(accepts(signedWith("{\"alg\":\"ES256\",\"enc\":\"A256GCM\"}"), own()))
                .isFalse();
        assertThat(accepts(signedWith("{\"alg\":\"RSA-OAEP\"}"), own())).isFalse();
        assertThat(PublicJwk.readPublished(Vectors.object(published.replace("RS256", "RSA-OAEP"))))
                .isNull();
        assertThat(PublicJwk.readPublished(Vectors.object(published.replace("}", ",\"use\":\"enc\"}"))))
                .isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "ES384", "ES512"})
    @DisplayName("psychic signatures: CVE-2022-21449")
    void rejects_degenerateEcdsaSignatures(Algorithm algorithm) {
        int half = Curve.of(algorithm).coordinateBytes();
        BigInteger order = Curve.of(algorithm).domain().getN();
        for (BigInteger r : List.of(BigInteger.ZERO, BigInteger.ONE, order.subtract(BigInteger.ONE), order)) {
            for (BigInteger s : List.of(BigInteger.ZERO, BigInteger.ONE, order, order.add(BigInteger.ONE))) {
                byte[] signature = new byte[2 * half];
                System.arraycopy(UnsignedIntegers.fixed(r, half), 0, signature, 0, half);
                System.arraycopy(UnsignedIntegers.fixed(s, half), 0, signature, half, half);
                assertThat(verifies(algorithm, signature)).isFalse();
            }
        }
        byte[] ones = new byte[2 * half];
        Arrays.fill(ones, (byte) 0xFF);
        assertThat(verifies(algorithm, ones)).isFalse();
    }

    @Test
    @DisplayName("signatures of ECDSA in DER: RFC 7518 §3.4")
    void rejects_derSignatures() throws Exception {
        Signature signing = Signature.getInstance("SHA256withECDSA");
        signing.initSign(Keys.of(Algorithm.ES256).toPlatformKey());
        signing.update(DATA);

        assertThat(verifies(Algorithm.ES256, signing.sign())).isFalse();
    }

    @Test
    @DisplayName("S that is not reduced, in Ed25519: CVE-2020-36843, CVE-2024-48949")
    void rejects_secondSpellingsOfEd25519Signatures() {
        byte[] signature = SignatureEngines.bouncyCastle()
                .signingKey(Keys.of(Algorithm.ED25519))
                .sign(DATA, DATA.length);
        BigInteger order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] reversed = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] other = signature.clone();
        byte[] unreduced = UnsignedIntegers.fixed(new BigInteger(1, reversed).add(order), 32);
        System.arraycopy(reversed(unreduced), 0, other, 32, 32);
        byte[] zero = signature.clone();
        System.arraycopy(reversed(UnsignedIntegers.fixed(order, 32)), 0, zero, 32, 32);

        assertThat(verifies(Algorithm.ED25519, signature)).isTrue();
        assertThat(verifies(Algorithm.ED25519, other)).isFalse();
        assertThat(verifies(Algorithm.ED25519, zero)).isFalse();
        assertThat(verifies(Algorithm.ED25519, new byte[64])).isFalse();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @ParameterizedTest
    @EnumSource(names = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
    @DisplayName("second spellings of RSA signatures: RFC 8017 §5.2.2, §8")
    void rejects_secondSpellingsOfRsaSignatures(Algorithm algorithm) {
        byte[] signature =
                SignatureEngines.bouncyCastle().signingKey(Keys.of(algorithm)).sign(DATA, DATA.length);
        BigInteger modulus = new BigInteger(
                1, Base64Url.decode(Keys.published(algorithm).replaceAll(".*\"n\":\"([^\"]*)\".*", "$1")));
        BigInteger unreduced = new BigInteger(1, signature).add(modulus);
        byte[] longer = new byte[signature.length + 1];
        System.arraycopy(signature, 0, longer, 1, signature.length);

        assertThat(verifies(algorithm, signature)).isTrue();
        assertThat(verifies(algorithm, UnsignedIntegers.shortest(unreduced))).isFalse();
        assertThat(verifies(algorithm, longer)).isFalse();
        assertThat(verifies(algorithm, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(verifies(algorithm, new byte[signature.length])).isFalse();
        assertThat(verifies(algorithm, UnsignedIntegers.fixed(BigInteger.ONE, signature.length)))
                .isFalse();
        assertThat(verifies(algorithm, UnsignedIntegers.shortest(modulus.subtract(BigInteger.ONE))))
                .isFalse();
        assertThat(verifies(algorithm, UnsignedIntegers.shortest(modulus))).isFalse();
    }

    @Test
    @DisplayName("points off the curve: CVE-2016-9121, CVE-2017-12974, CVE-2017-16007")
    void rejects_invalidCurves() {
        for (Algorithm algorithm : List.of(Algorithm.ES256, Algorithm.ES384, Algorithm.ES512)) {
            int length = Curve.of(algorithm).coordinateBytes();
            byte[] y = Base64Url.decode(Keys.of(algorithm).publicJwk().members().get("y"));
            y[length - 1] ^= 1;
            byte[] x = Base64Url.decode(Keys.of(algorithm).publicJwk().members().get("x"));

            assertThat(EcPublic.of(algorithm, x, y)).isNull();
            assertThat(EcPublic.of(algorithm, new byte[length], new byte[length]))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    @DisplayName("Ed25519 keys of small order, not canonical or off the curve")
    void rejects_unsoundEd25519Keys(String point) {
        assertThat(EdPublic.of(HexFormat.of().parseHex(point))).isNull();
    }

    @Test
    @DisplayName("RSA keys too small, too large or even: RFC 7518 §3.3")
    void rejects_rsaKeysOutOfBounds() {
        BigInteger good = ((RSAPublicKey) Keys.of(Algorithm.RS256).toKeyPair().getPublic()).getModulus();

        assertThat(rsa(good, f4())).isNotNull();
        assertThat(rsa(modulus(Keys.rsa(1024)), f4())).isNull();
        assertThat(rsa(modulus(Keys.rsa(2040)), f4())).isNull();
        assertThat(rsa(good.shiftLeft(6145).setBit(0), f4())).isNull();
        assertThat(rsa(good.add(BigInteger.ONE), f4())).isNull();
    }

    private static BigInteger modulus(KeyPair pair) {
        return ((RSAPublicKey) pair.getPublic()).getModulus();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 3, 17, 257, 65535, 65536, 65538, 1L << 32, (1L << 32) + 15})
    @DisplayName(
            "RSA exponents that sign nothing, make padding mistakes fatal, or cost the verifier time: CVE-2006-4339")
    void rejects_unsoundExponents(long exponent) {
        BigInteger n = modulus(Keys.of(Algorithm.RS256).toKeyPair());

        assertThat(rsa(n, BigInteger.valueOf(exponent))).isNull();
        assertThat(rsa(n, BigInteger.valueOf(65539))).isNotNull();
        assertThat(rsa(n, BigInteger.valueOf((1L << 32) - 1))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 167, 743, 751})
    @DisplayName("RSA keys with a small factor: NIST SP 800-89 §5.3.3")
    void rejects_smallFactors(int factor) {
        BigInteger n = modulus(Keys.of(Algorithm.RS256).toKeyPair());

        assertThat(rsa(n, f4())).isNotNull();
        assertThat(rsa(n.multiply(BigInteger.valueOf(factor)), f4())).isNull();
    }

    @Test
    @DisplayName("ROCA: CVE-2017-15361")
    void rejects_rocaKeys() {
        BigInteger n = rocaPrime().multiply(rocaPrime());

        assertThat(n.bitLength()).isBetween(2048, 2060);
        assertThat(rsa(n, f4())).isNull();
    }

    // k * M + 65537^a mod M, with M the product of the first 126 primes for keys of 2048 bits.
    private static BigInteger rocaPrime() {
        BigInteger product = BigInteger.ONE;
        BigInteger prime = BigInteger.ONE;
        for (int i = 0; i < 126; i++) {
            prime = prime.nextProbablePrime();
            product = product.multiply(prime);
        }
        while (true) {
            BigInteger k = new BigInteger(1026 - product.bitLength(), RANDOM).setBit(1025 - product.bitLength());
            BigInteger candidate =
                    k.multiply(product).add(f4().modPow(BigInteger.valueOf(RANDOM.nextInt(1 << 30)), product));
            if (candidate.isProbablePrime(20)) {
                return candidate;
            }
        }
    }

    @Test
    @DisplayName("RSA factors close together: CVE-2022-26320")
    void rejects_closeFactors() {
        BigInteger p =
                BigInteger.probablePrime(1023, RANDOM).setBit(1023).setBit(1022).nextProbablePrime();

        assertThat(rsa(p.multiply(p.nextProbablePrime()), f4())).isNull();
        assertThat(rsa(p.multiply(p), f4())).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"crit\":[\"exp\"],\"exp\":1",
                "\"crit\":[]",
                "\"crit\":null",
                "\"crit\":\"alg\"",
                "\"crit\":[\"b64\"],\"b64\":false",
                "\"b64\":false",
                "\"b64\":true"
            })
    @DisplayName("crit not understood: CVE-2025-59420, CVE-2026-32597, CVE-2026-35042; b64: RFC 7797 §6")
    void rejects_criticalExtensions(String parameters) {
        assertThat(accepts(signedWith("{\"alg\":\"ES256\"," + parameters + "}"), own()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"zip\":\"DEF\"", "\"zip\":null", "\"p2c\":2147483647", "\"p2s\":\"AAAA\""})
    @DisplayName("zip bombs and costly key derivation: CVE-2024-28180, CVE-2024-28176, CVE-2024-33664, CVE-2025-62706, "
            + "CVE-2026-39373; CVE-2022-36083, CVE-2023-52428, CVE-2023-51775, CVE-2023-50658, CVE-2023-6681")
    void rejects_parametersThatCost(String parameter) {
        assertThat(accepts(signedWith("{\"alg\":\"ES256\"," + parameter + "}"), own()))
                .isFalse();
    }

    @Test
    @DisplayName("deep nesting: CVE-2023-1370, CVE-2025-52999, CVE-2025-53864")
    void rejects_deepNesting() {
        String header = "{\"alg\":\"ES256\",\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";
        String payload = "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_000);

        assertThat(CompactJws.split(base64(header) + "." + base64("{}") + ".AAAA"))
                .isNull();
        assertThat(CompactJws.split(base64("{\"alg\":\"ES256\"}") + "." + base64(payload) + ".AAAA")
                        .payload())
                .isNull();
    }

    @Test
    @DisplayName("many dots and great size: CVE-2025-27144, CVE-2025-30204, CVE-2025-61920")
    void rejects_manyDots() {
        assertThat(CompactJws.split(".".repeat(1 << 20))).isNull();
        assertThat(CompactJws.split("A.".repeat(1 << 20))).isNull();
        assertThat(CompactJws.split("A".repeat(1 << 20))).isNull();
    }

    @Test
    @DisplayName("JSON serializations and polyglots: CVE-2016-9122, CVE-2022-39227")
    void rejects_otherSerializations() {
        String token = signedWith("{\"alg\":\"ES256\"}");
        String[] parts = token.split("\\.", -1);
        String flat = "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                + "\"}";

        assertThat(accepts(token, own())).isTrue();
        for (String other : List.of(
                flat,
                "{\"payload\":\"" + parts[1] + "\",\"signatures\":[" + flat + "," + flat + "]}",
                "{\"" + token + "\":1}",
                "{\"  " + parts[0] + "." + base64("{\"sub\":\"admin\"}") + "." + parts[2] + "\":\"\","
                        + flat.substring(1),
                token + "." + parts[1],
                token + ",",
                " " + token,
                token + "\n",
                token + "=",
                parts[0] + "=." + parts[1] + "." + parts[2])) {
            assertThat(accepts(other, own())).as(other).isFalse();
        }
    }

    @Test
    @DisplayName("members that stand twice: RFC 8725 §3.12")
    void rejects_repeatedMembers() {
        assertThat(accepts(signedWith("{\"alg\":\"ES256\",\"alg\":\"none\"}"), own()))
                .isFalse();
        assertThat(accepts(signedWith("{\"alg\":\"none\",\"alg\":\"ES256\"}"), own()))
                .isFalse();
        assertThat(accepts(signedWith("{\"alg\":\"ES256\",\"\\u0061lg\":\"ES256\"}"), own()))
                .isFalse();
    }
}
