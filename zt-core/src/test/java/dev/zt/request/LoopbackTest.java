package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.255.255.254",
                "::1",
                "[::1]",
                "0:0:0:0:0:0:0:1",
                "0000:0000:0000:0000:0000:0000:0000:0001",
                "[0:0:0:0:0:0:0:1]",
                "0::1",
                "::0:1",
                "0:0::0:1",
                "::0001",
            })
    void accepts_loopback(String address) {
        assertThat(Loopback.isLiteral(address)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "localhost",
                "127.0.0.1.example.org",
                "127.1",
                "127.0.0.01",
                "127.0.0.256",
                "127.0.0.",
                "[127.0.0.1]",
                "0127.0.0.1",
                "10.0.0.1",
                "128.0.0.1",
                "::",
                "::2",
                "::1:1",
                "1::1",
                "::10",
                "1::",
                "::1::",
                "0::0::1",
                "0:0:0:0:0:0:0:0:1",
                "0:0:0:0:0:0:1",
                "0:0:0:0:0:0:0::1",
                ":0:1",
                "0:::1",
                "::00001",
                "::1%lo",
                "::ffff:127.0.0.1",
                "::1]",
                "[::1",
                "::\u0661",
                "127.0.0.\u0661",
            })
    void rejects_others(String address) {
        assertThat(Loopback.isLiteral(address)).isFalse();
    }
}
