package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.request.Target;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestUriTest {
    private static final String ORIGIN = "https://orders.internal";

    private final RequestUri uris = new RequestUri(Set.of(ORIGIN, "https://alias.internal:8443"));

    private boolean isNamedBy(String htu, String path) {
        return uris.isNamedBy(htu, Target.parse(path).orElseThrow());
    }

    @Test
    void knows_itsOriginsByTheirText() {
        assertThat(isNamedBy(ORIGIN + "/a", "/a")).isTrue();
        assertThat(isNamedBy("https://alias.internal:8443/a", "/a")).isTrue();
        assertThat(isNamedBy("https://orders.internax/a", "/a")).isFalse();
        assertThat(isNamedBy(ORIGIN + "/b", "/a")).isFalse();
        assertThat(isNamedBy(ORIGIN + "/a/", "/a")).isFalse();
    }

    @Test
    void reads_otherSpellingsOf8192Characters() {
        String query = "?" + "x".repeat(8192 - ORIGIN.length() - 3);

        assertThat(isNamedBy(ORIGIN + "/a" + query, "/a")).isTrue();
        assertThat(isNamedBy(ORIGIN + "/a" + query + "x", "/a")).isFalse();
    }
}
