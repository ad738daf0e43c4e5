package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Mapping;
import dev.zt.policy.PathTemplate;
import dev.zt.request.Target;
import jakarta.servlet.ServletRegistration;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingsTest {
    private static Mappings mappings(String... patterns) {
        ServletRegistration registration = (ServletRegistration) Proxy.newProxyInstance(
                MappingsTest.class.getClassLoader(),
                new Class<?>[] {ServletRegistration.class},
                (proxy, method, arguments) -> method.getName().equals("getMappings") ? List.of(patterns) : "a.Servlet");
        return Mappings.of(Map.of("one", registration));
    }

    @ParameterizedTest
    @CsvSource({
        "/exact, /exact",
        "/exact/{**}, /",
        "/exact/, /",
        "/, ''",
        "/{**}, /",
        "/{any}, /",
        "/a, /a/*",
        "/a/, /a/*",
        "/a/{**}, /a/*",
        "/a/b, /a/b/*",
        "/a/b/c/{id}, /a/b/*",
        "/a/{id}, /a/*",
        "/a/{id}/x.do, /a/*",
        "/ab, /",
        "/a/deep, /a/deep",
        "/a/deep/x, /a/*",
        "/x.do, *.do",
        "/x/{id}/y.do, *.do",
        "/x.do/y, /",
        "/x.tar.do, *.do",
        "/x.DO, /",
    })
    void binds_byTheContainersRules(String template, String pattern) {
        Mappings mappings = mappings("/exact", "/a/*", "/a/b/*", "/a/deep", "*.do", "", "/");
        assertThat(mappings.of(PathTemplate.of(template))).contains(new Mapping(pattern, "one"));
    }

    @ParameterizedTest
    @CsvSource({
        "/exact, /exact",
        "/exact/, /",
        "/, ''",
        "/a, /a/*",
        "/a/, /a/*",
        "/a/b, /a/b/*",
        "/a/b/, /a/b/*",
        "/a/b/x.do, /a/b/*",
        "/a/deep, /a/deep",
        "/a/deep/, /a/*",
        "/ab, /",
        "/x.do, *.do",
        "/x.do/, /",
        "/x.DO, /",
        "/.do, *.do",
    })
    void routes_aPathByTheContainersRules(String path, String pattern) {
        Mappings mappings = mappings("/exact", "/a/*", "/a/b/*", "/a/deep", "*.do", "", "/");
        assertThat(mappings.of(Target.parse(path).orElseThrow())).contains(new Mapping(pattern, "one"));
    }

    @Test
    void prefers_catchAllToExtension() {
        assertThat(mappings("/*", "*.do").of(PathTemplate.of("/x.do"))).contains(new Mapping("/*", "one"));
    }

    @Test
    void binds_nothing_whereNoPatternIsLeft() {
        assertThat(mappings("/a/*").of(PathTemplate.of("/b"))).isEmpty();
        assertThat(mappings("/").of(PathTemplate.of("/"))).contains(new Mapping("/", "one"));
    }
}
