package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class Base64UrlTest {
    @Test
    void knows_itsDigits() {
        assertThat(Base64Url.hasOnlyDigits("AZaz09-_")).isTrue();
        for (String other : java.util.List.of("A=", "A+", "A/", "A.", "\u007f", "\u0080", "\u0141")) {
            assertThat(Base64Url.hasOnlyDigits(other)).as(other).isFalse();
        }
    }

    @Test
    void decodes_whatTheJdkEncodes() {
        Random random = new Random(1);
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            assertThat(Base64Url.decode(text)).isEqualTo(bytes);
            assertThat(Base64Url.encode(bytes)).isEqualTo(text);
        }
    }

    /** Every value has one spelling: what decodes is what its value encodes to, and the JDK reads it alike. */
    @Property
    void refuses_everyOtherSpelling(
            @ForAll
                    @StringLength(max = 12)
                    @CharRange(from = 'A', to = 'Z')
                    @CharRange(from = 'a', to = 'z')
                    @CharRange(from = '0', to = '9')
                    @Chars({'-', '_', '=', '+', '/', '\u0100'})
                    String text) {
        byte[] decoded = Base64Url.decode(text);
        byte[] expected = decodedByJdk(text);
        boolean canonical = expected != null && Base64Url.encode(expected).equals(text);

        assertThat(decoded != null).isEqualTo(canonical);
        assertThat(decoded == null || Arrays.equals(decoded, expected)).isTrue();
    }

    private static byte[] decodedByJdk(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
