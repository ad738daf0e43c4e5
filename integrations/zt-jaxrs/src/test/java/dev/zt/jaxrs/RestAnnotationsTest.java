package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RestAnnotationsTest {
    @HttpMethod("SEARCH")
    @Retention(RetentionPolicy.RUNTIME)
    @interface Search {}

    @Path("/things/")
    interface Things<T> {
        @POST
        @Path("new")
        void add(T thing);

        @GET
        T first();
    }

    abstract static class Found {
        @Search
        @Path("found")
        public void search() {}

        public void plain() {}
    }

    static class Names extends Found implements Things<String> {
        @Override
        public void add(String thing) {}

        @Override
        @Path("locator")
        public String first() {
            return "";
        }

        public void add(Integer other, String thing) {}
    }

    private static Optional<RestAnnotations> annotations(Class<?> type, String name, Class<?>... parameters) {
        Method method = Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(name)
                        && Arrays.equals(candidate.getParameterTypes(), parameters)
                        && !candidate.isBridge())
                .findFirst()
                .orElseThrow();
        return RestAnnotations.of(type, method);
    }

    @Test
    void reads_whatAGenericInterfaceSays() {
        assertThat(annotations(Names.class, "add", String.class)).contains(new RestAnnotations(Set.of("POST"), "/new"));
    }

    @Test
    void reads_whatASuperclassSays_withMethodsOfItsOwn() {
        assertThat(annotations(Names.class, "search")).contains(new RestAnnotations(Set.of("SEARCH"), "/found"));
    }

    @Test
    void prefers_whatTheMethodSays() {
        assertThat(annotations(Names.class, "first")).contains(new RestAnnotations(Set.of(), "/locator"));
    }

    @Test
    void finds_nothingOnOtherMethods() {
        assertThat(annotations(Names.class, "plain")).isEmpty();
        assertThat(annotations(Names.class, "add", Integer.class, String.class)).isEmpty();
    }

    @Test
    void reads_pathsOfClasses() {
        assertThat(RestAnnotations.path(Names.class)).contains("/things");
        assertThat(RestAnnotations.path(Found.class)).isEmpty();
    }
}
