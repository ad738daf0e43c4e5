package dev.zt.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.Settings;
import dev.zt.jose.SignatureEngines;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureProviderTest {
    @TempDir
    Path directory;

    private SignatureProvider of(String engine) {
        return SignatureProvider.from(Settings.ofVariables(Map.of("ZT_SIGNATURE_ENGINE", engine), directory));
    }

    @Test
    void takes_theFastestUnlessTold() {
        assertThat(SignatureProvider.from(Settings.ofVariables(Map.of(), directory)))
                .hasToString(SignatureProvider.fastest().toString());
        assertThat(of("fastest")).hasToString(SignatureProvider.fastest().toString());
    }

    @Test
    void takes_theOneThatIsNamed() {
        assertThat(of("bouncy-castle"))
                .hasToString(SignatureProvider.bouncyCastle().toString());
        assertThat(of("bouncy-castle").toString()).contains("BouncyCastle");
        assertSameOrAbsent("corretto", SignatureProvider.corretto());
        assertSameOrAbsent("conscrypt", SignatureProvider.conscrypt());
    }

    @Test
    void has_whatIsOnTheClassPath() {
        assertThat(SignatureProvider.corretto().isPresent())
                .isEqualTo(SignatureEngines.corretto().isPresent());
        assertThat(SignatureProvider.conscrypt().isPresent())
                .isEqualTo(SignatureEngines.conscrypt().isPresent());
    }

    private void assertSameOrAbsent(String name, Optional<SignatureProvider> present) {
        if (present.isPresent()) {
            assertThat(of(name)).hasToString(present.get().toString());
        } else {
            assertThatThrownBy(() -> of(name)).hasMessageContaining("not on the class path or does not work here");
        }
    }
}
