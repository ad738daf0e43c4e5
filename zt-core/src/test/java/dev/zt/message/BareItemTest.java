package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing can be made that the grammar could not write. */
class BareItemTest {
    @Test
    void writes_eachKind() {
        assertThat(new BareItem.Text("a\"\\~ ").text()).isEqualTo("\"a\\\"\\\\~ \"");
        assertThat(new BareItem.Whole(-999_999_999_999_999L).text()).isEqualTo("-999999999999999");
        assertThat(new BareItem.Flag(true).text()).isEqualTo("?1");
        assertThat(new BareItem.Flag(false).text()).isEqualTo("?0");
        assertThat(new BareItem.Token("*a/b:c").text()).isEqualTo("*a/b:c");
        assertThat(BareItem.Binary.of(new byte[] {0, 1}).text()).isEqualTo(":AAE=:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001f", "\u007f", "\n", "\u00e9"})
    void rejects_textThatIsNotPrintableAscii(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BareItem.Text(text));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000_000_000_000L, -1_000_000_000_000_000L, Long.MIN_VALUE})
    void rejects_moreThan15Digits(long value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BareItem.Whole(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "-a", "a b", "a(", "a\"", "\u00e9", "a,", "a;"})
    void rejects_textThatIsNoToken(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BareItem.Token(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AB==", "AA=A", "AAAA\n"})
    void rejects_anotherSpellingOfBytes(String base64) {
        assertThatIllegalArgumentException().isThrownBy(() -> new BareItem.Binary(base64));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "aB", "1", "-", "a b", "a=", "a;"})
    void rejects_aNameThatIsNoKey(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Parameters(Map.of(name, new BareItem.Flag(true))));
    }
}
