package dev.zt.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalUriTest {
    @ParameterizedTest
    @CsvSource({
        "HTTPS://Orders.Internal/a, https://orders.internal",
        "https://orders.internal:443, https://orders.internal",
        "http://orders.internal:80, http://orders.internal",
        "http://orders.internal:443, http://orders.internal:443",
        "https://[::1]:8443/, https://[::1]:8443"
    })
    void names_originsAlike(String uri, String origin) {
        assertThat(NormalUri.origin(URI.create(uri))).isEqualTo(origin);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/, /",
        "/%7eshop/%c3%a9, /~shop/%C3%A9",
        "/%61%2fb, /a%2Fb",
        "/a/./b/../c, /a/c",
        "/a/b/.., /a/",
        "/../a, /a",
        "/%2e%2e/a, /a",
        "//a/./b, //a/b",
        "/.//a, //a",
        "/a//b, /a//b",
        "/a/.b/c., /a/.b/c.",
        "/a%25/./b, /a%25/b",
        "/%2D%2e%5F%7E%30, /-._~0",
        "/a/., /a/"
    })
    void writes_pathsAlike(String raw, String normal) {
        assertThat(NormalUri.path(raw)).isEqualTo(normal);
    }

    @Property
    void changes_nothingThatIsNormal(
            @ForAll @CharRange(from = '-', to = '/') @CharRange(from = 'a', to = 'c') @StringLength(max = 20)
                    String path) {
        String normal = NormalUri.path("/" + path);

        assertThat(NormalUri.path(normal)).isEqualTo(normal);
    }
}
