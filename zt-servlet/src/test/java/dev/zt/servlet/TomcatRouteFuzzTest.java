package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever the request target, on Tomcat over a socket: see {@link FuzzedRoutes}. */
class TomcatRouteFuzzTest {
    @RegisterExtension
    static final RouteTally ROUTES = new RouteTally(AnyContainer.TOMCAT);

    @Test
    void runs_whatIsGranted() throws Exception {
        assertThat(ROUTES.run("/api/orders/7".getBytes(StandardCharsets.US_ASCII)))
                .isTrue();
        assertThat(ROUTES.run("/public/a".getBytes(StandardCharsets.US_ASCII))).isTrue();
        assertThat(ROUTES.run("/api/admin/a".getBytes(StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @DictionaryEntries({
        "/public/",
        "/api/admin/",
        "/api/orders/",
        "/exact",
        "/forms/print",
        ".do",
        "/mixed/",
        "/mixed/secret",
        "/../",
        "/..;/",
        "/./",
        "//",
        ";x=1",
        "%2e",
        "%2F",
        "%5c",
        "%25",
        "%00",
        "%c0%af",
        "\\x5C",
        "?",
        "#",
        "http://orders.internal"
    })
    @FuzzTest
    void runs_onlyWhatWasDecidedOn(byte[] bytes) throws Exception {
        ROUTES.run(bytes);
    }
}
