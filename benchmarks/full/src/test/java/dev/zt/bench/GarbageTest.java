package dev.zt.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.jose.Algorithm;
import dev.zt.keys.SignatureProvider;
import dev.zt.verify.VerifyResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GarbageTest {
    @ParameterizedTest
    @EnumSource
    void is_refusedForItsOwnReason(Garbage kind) {
        AccessTokens server = new AccessTokens(Algorithm.ES256);
        FreshTokens tokens = new FreshTokens(server, SignatureProvider.bouncyCastle(), kind.pieces(server, 2));
        assertThat(tokens.result(tokens.newVerifier(), 1))
                .isInstanceOfSatisfying(
                        VerifyResult.Rejected.class,
                        rejected -> assertThat(rejected.reason()).isEqualTo(kind.reason()));
    }
}
