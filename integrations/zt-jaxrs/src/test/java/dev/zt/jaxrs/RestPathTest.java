package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.policy.PathTemplate;
import dev.zt.servlet.InnerRoute.Reach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestPathTest {
    private static void assertReads(String path, String template, Reach reach) {
        RestPath read = RestPath.of(path);

        assertThat(read.template().matchesSameAs(PathTemplate.of(template)))
                .as("%s as %s", path, read.template())
                .isTrue();
        assertThat(read.reach()).isEqualTo(reach);
    }

    @ParameterizedTest
    @CsvSource({
        "'', /",
        "/orders, /orders",
        "/orders/{id}, /orders/{a}",
        "/orders/{ id }/items/{order.item-id}, /orders/{a}/items/{b}",
        "/{id}/{id}, /{a}/{b}"
    })
    void says_exactlyWhatATemplateCanSay(String path, String template) {
        assertReads(path, template, Reach.ALL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/{id: [0-9]+}",
                "/orders/{id:\\d{3}}",
                "/orders/{id: [a-zA-Z0-9-]+}",
                "/orders/{id : (one|two)?}",
                "/orders/a-{id}",
                "/orders/{from}..{to}",
                "/orders/{id: [0-9]+}.json",
                "/orders/caf%C3%A9",
                "/orders/caf\u00e9"
            })
    void says_aVariable_whereASegmentIsMoreThanOne(String path) {
        assertReads(path, "/orders/{a}", Reach.PART);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/orders/{rest: .*}",
                "/orders/{rest: [^.]+}",
                "/orders/{rest: a/b}",
                "/orders/{rest: [!-z]+}",
                "/orders/{rest: [+-9]+}",
                "/orders/{rest: [-9]+}/items",
                "/orders/{rest: \\S+}",
                "/orders/{rest: \\x2f}",
                "/orders/{rest: .+}/items",
                "/orders/x{rest: .+}"
            })
    void says_theRest_whereASlashMayMatch(String path) {
        assertReads(path, "/orders/{**}", Reach.PART);
    }

    @Test
    void takes_aSlashAtTheEnd() {
        assertThat(RestPath.of("/orders/{id}").withSlash())
                .hasValueSatisfying(slash -> assertThat(slash.matchesSameAs(PathTemplate.of("/orders/{a}/")))
                        .isTrue());
        assertThat(RestPath.of("/orders/{rest: .*}").withSlash()).isEmpty();
        assertThat(RestPath.of("").withSlash()).isEmpty();
    }
}
