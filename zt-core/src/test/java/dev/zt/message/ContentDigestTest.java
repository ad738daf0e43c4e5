package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.jose.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentDigestTest {
    private static final byte[] BODY = "{\"hello\": \"world\"}".getBytes(StandardCharsets.US_ASCII);
    // RFC 9530 appendix D and RFC 9421 §B.2 show these for this body.
    private static final String SHA_256 = "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:";
    private static final String SHA_512 =
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private static final String WRONG_256 = ContentDigest.of(new byte[1]).text();

    private static boolean matches(String... lines) {
        BodyDigest digest = ((ContentDigest.Reading.Stated) ContentDigest.read(List.of(lines)))
                .digest()
                .begin();
        digest.update(BODY, 0, 5);
        digest.update(BODY, 5, 0);
        digest.update(BODY, 5, BODY.length - 5);
        return digest.matches();
    }

    private static MessageFault refusal(String... lines) {
        return ((ContentDigest.Reading.Refused) ContentDigest.read(List.of(lines))).fault();
    }

    @Test
    void matches_bothAlgorithms_aloneAndTogether() {
        assertThat(matches(SHA_256)).isTrue();
        assertThat(matches(SHA_512)).isTrue();
        assertThat(matches(SHA_256 + ", " + SHA_512)).isTrue();
        assertThat(matches(SHA_512, SHA_256)).isTrue();
    }

    // Case 33.
    @Test
    void refuses_anotherBody() {
        assertThat(matches(WRONG_256)).isFalse();
    }

    @Test
    void refuses_ifOneOfTwoIsWrong() {
        assertThat(matches(WRONG_256 + ", " + SHA_512)).isFalse();
        assertThat(matches(SHA_512 + ", " + WRONG_256)).isFalse();
        assertThat(matches(SHA_256 + ", " + SHA_512.replace("WZ", "XZ"))).isFalse();
    }

    @Test
    void passes_overAlgorithmsThatAreNotBelieved() {
        assertThat(matches("md5=:AAAA:, " + SHA_256 + ", unixsum=:AAAA:")).isTrue();
    }

    // Case 33.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "md5=:Sd/dVLAcvNLSq16eXua5uQ==:",
                "sha=:07CavjDP4u3/TungoUHJO/Wzr4c=:",
                "crc32c=:AAAAAA==:",
                "adler=:AAAAAA==:, unixsum=:AAAA:",
                "sha-384=:AAAA:",
                "sha256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:"
            })
    void refuses_algorithmsThatAreWeakOrUnknown(String line) {
        assertThat(refusal(line)).isEqualTo(MessageFault.DIGEST_WEAK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha-256",
                "sha-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=",
                "SHA-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE:",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPF=:",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBP==:",
                "sha-256=:AAAA:",
                "sha-256=::",
                "sha-512=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:;a=1",
                "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:, md5=1",
                "md5=:AA:"
            })
    void refuses_whatIsNoDigest(String line) {
        assertThat(refusal(line)).isEqualTo(MessageFault.DIGEST_MALFORMED);
    }

    @Test
    void refuses_anAlgorithmThatStandsTwice() {
        assertThat(refusal(SHA_256 + ", " + SHA_256)).isEqualTo(MessageFault.DIGEST_MALFORMED);
        assertThat(refusal(SHA_256, WRONG_256)).isEqualTo(MessageFault.DIGEST_MALFORMED);
    }

    @Test
    void refuses_noField_andOneTooLong() {
        assertThat(refusal()).isEqualTo(MessageFault.DIGEST_MISSING);
        assertThat(matches(SHA_256 + " ".repeat(1024 - SHA_256.length()))).isTrue();
        assertThat(refusal(SHA_256 + " ".repeat(1025 - SHA_256.length()))).isEqualTo(MessageFault.FIELD_TOO_LONG);
    }

    @Test
    void writes_sha256() {
        assertThat(ContentDigest.of(BODY).text()).isEqualTo(SHA_256);
        assertThat(ContentDigest.ofSha256(Sha256.of(BODY)).text()).isEqualTo(SHA_256);
        assertThatThrownBy(() -> ContentDigest.ofSha256(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void writes_whatItRead() {
        ContentDigest read =
                ((ContentDigest.Reading.Stated) ContentDigest.read(List.of(SHA_512 + " ,\t" + SHA_256))).digest();

        assertThat(read.text()).isEqualTo(SHA_256 + ", " + SHA_512);
        assertThat(read.toString()).isEqualTo("ContentDigest[SHA_256, SHA_512]");
    }

    @Test
    void ends_onlyOnce() {
        BodyDigest digest = ContentDigest.of(BODY).begin();

        assertThat(digest.matches()).isFalse();
        assertThatThrownBy(digest::matches).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> digest.update(BODY, 0, 1)).isInstanceOf(IllegalStateException.class);
    }
}
