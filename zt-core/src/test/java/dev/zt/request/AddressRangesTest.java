package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "10.0.0.0/8, 9.255.255.255, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.128/25, 192.0.2.128, true",
        "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false",
        "fd00::/8, fd12:3456::1, true",
        "fd00::/8, [fd12:3456::1], true",
        "fd00::/8, fe80::1, false",
        "2001:db8::7, 2001:db8:0:0:0:0:0:7, true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "10.0.0.0/8, ::1, false",
        "128.0.0.0/1, 200.0.0.0, true",
        "128.0.0.0/1, 127.0.0.0, false",
        "8000::/1, 9::, false",
        "0.0.0.0/32, 0.0.0.0, true",
        "0.255.9.0/24, 0.255.9.1, true",
        "fd00::1/128, fd00::1, true",
        "FD00::abcd:EF09, fd00::ABCD:ef09, true",
        "10.0.0.0/8, 10.1.2.3:80, false",
        "::1, [::1, false",
        "::1, ::1], false",
        "::1, ':::', false",
        "10.0.0.0/8, ::ffff:10.1.2.3, false",
    })
    void holds_whatThePrefixSays(String range, String address, boolean inside) {
        assertThat(AddressRanges.of(List.of(range)).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "proxy.internal",
                "10.0.0",
                "10.0.0.0.0",
                "10.0.0.256",
                "010.0.0.0",
                "0x0a.0.0.0",
                "10.0.0.0/0",
                "10.0.0.0/33",
                "10.0.0.0/008x",
                "10.0.0.0/0008",
                "10.0.0.0/:",
                "10.0.0.0//",
                "10.0.0.64/25",
                "10.128.0.0/8",
                "10.0.0.1/31",
                "/8",
                "/",
                "10.0.0.:",
                "10.0.0./",
                "10.0.0.1000",
                "\u0661.0.0.0",
                "fd00::g",
                "fd00::\uff11",
                "12345::",
                "0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0:0",
                "10.0.0.0/08x",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "10.0.0.1/8",
                "10.0.0.0/8/8",
                "::/0",
                "fd00::/129",
                "fd00::1/8",
                "fe80::1%eth0",
                ".:1",
                "::00001",
                "::ffff:10.0.0.0",
                "[10.0.0.1]",
                "*",
            })
    void refuses_whatIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRanges.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "10.1", "10.0.0.01", "10.0.0.1x", "unknown", "::ffff:x"})
    void holds_nothingThatIsNoLiteralAddress(String address) {
        assertThat(AddressRanges.of(List.of("10.0.0.0/8", "::1")).contains(address))
                .isFalse();
    }

    @Test
    void holds_noAddress_whereThereIsNoRange() {
        assertThat(AddressRanges.none().contains("127.0.0.1")).isFalse();
        assertThat(AddressRanges.none().isEmpty()).isTrue();
        assertThat(AddressRanges.of(List.of("::1")).isEmpty()).isFalse();
    }

    @Test
    void shows_whatWasWritten() {
        assertThat(AddressRanges.of(List.of("10.0.0.0/8", "::1"))).hasToString("[10.0.0.0/8, ::1]");
    }

    @Property
    void holds_exactlyTheAddressesThatShareThePrefix(
            @ForAll @Size(4) byte[] network,
            @ForAll @Size(4) byte[] other,
            @ForAll @IntRange(min = 1, max = 32) int bits)
            throws UnknownHostException {
        int mask = -1 << (32 - bits);
        int prefix = toInt(network) & mask;
        String range = InetAddress.getByAddress(toBytes(prefix)).getHostAddress() + "/" + bits;

        assertThat(AddressRanges.of(List.of(range))
                        .contains(InetAddress.getByAddress(other).getHostAddress()))
                .isEqualTo((toInt(other) & mask) == prefix);
    }

    private static int toInt(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getInt();
    }

    private static byte[] toBytes(int bits) {
        return ByteBuffer.allocate(4).putInt(bits).array();
    }
}
