package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import jakarta.servlet.GenericServlet;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"serial", "unused"})
class DeclaredScopesTest {
    @RequiresScope({"a:read", "b:read"})
    private static class Annotated extends HttpServlet {
        @Override
        @RequiresScope("get")
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        protected void doPut(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class Overriding extends Annotated {
        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {}

        @Override
        @RequiresScope("head")
        protected void doHead(HttpServletRequest request, HttpServletResponse response) {}
    }

    private static final class Misplaced extends HttpServlet {
        @RequiresScope("x")
        void doGet(String text) {}
    }

    private static final class NoHttp extends GenericServlet {
        @Override
        public void service(ServletRequest request, ServletResponse response) {}

        @RequiresScope("x")
        void doGet(HttpServletRequest request, HttpServletResponse response) {}
    }

    @RequiresScope({})
    private static final class Empty extends HttpServlet {}

    @RequiresScope("orders:read orders:write")
    private static final class TwoInOne extends HttpServlet {}

    private static String scopes(Class<?> servlet, String method) {
        return DeclaredScopes.of(servlet)
                .of(method)
                .map(declaration -> declaration.scopes().toString())
                .orElse("none");
    }

    @Test
    void takes_methodBeforeClass() {
        assertThat(scopes(Annotated.class, "GET")).isEqualTo("get");
        assertThat(scopes(Annotated.class, "PUT")).isEqualTo("a:read b:read");
        assertThat(scopes(Annotated.class, "OPTIONS")).isEqualTo("a:read b:read");
    }

    @Test
    void covers_headByGet_unlessItHasItsOwn() {
        assertThat(scopes(Annotated.class, "HEAD")).isEqualTo("get");
        assertThat(scopes(Overriding.class, "HEAD")).isEqualTo("head");
    }

    @Test
    void hides_annotationOfOverriddenMethod() {
        assertThat(scopes(Overriding.class, "GET")).isEqualTo("a:read b:read");
    }

    @Test
    void finds_nothing_whereNothingIsAnnotated() {
        assertThat(scopes(HttpServlet.class, "GET")).isEqualTo("none");
    }

    @Test
    void rejects_annotationWithoutEffect() {
        assertThatThrownBy(() -> DeclaredScopes.of(Misplaced.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no effect");
        assertThatThrownBy(() -> DeclaredScopes.of(NoHttp.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("own service");
        assertThatThrownBy(() -> DeclaredScopes.of(Empty.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("names no scope");
        assertThatThrownBy(() -> DeclaredScopes.of(TwoInOne.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("TwoInOne");
    }
}
