package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {
    private static int sequence(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return Utf8.sequence(bytes, 0, bytes.length);
    }

    // The JDK's decoder, which is strict as well.
    private static int expected(byte[] octets) {
        for (int length = 2; length <= octets.length; length++) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets, 0, length));
                return length;
            } catch (CharacterCodingException e) {
                assertThat(e).isNotNull();
            }
        }
        return 0;
    }

    @Test
    void finds_theSequencesThatTheJdkFinds_ofEveryTwoOctets() {
        for (int first = 0x80; first <= 0xFF; first++) {
            for (int second = 0; second <= 0xFF; second++) {
                for (int rest : new int[] {0x7F, 0x80, 0xBF, 0xC0}) {
                    byte[] octets = {(byte) first, (byte) second, (byte) rest, (byte) 0x80};
                    assertThat(Utf8.sequence(octets, 0, octets.length))
                            .as(HexFormat.of().formatHex(octets))
                            .isEqualTo(expected(octets));
                }
            }
        }
    }

    @Test
    void refuses_aLastOctetThatContinuesNothing() {
        assertThat(sequence(0xF0, 0x9F, 0x98, 0x80)).isEqualTo(4);
        assertThat(sequence(0xF0, 0x9F, 0x98, 0x7F)).isZero();
        assertThat(sequence(0xF0, 0x9F, 0x98, 0xC0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void refuses_aSequenceThatIsCutOff(int length) {
        byte[] octets = {(byte) 0xF0, (byte) 0x9F, (byte) 0x98, (byte) 0x80};

        assertThat(Utf8.sequence(octets, 0, length)).isZero();
    }
}
