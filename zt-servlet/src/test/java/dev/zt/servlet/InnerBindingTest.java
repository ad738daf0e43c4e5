package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.guard.Coverage;
import dev.zt.policy.PathTemplate;
import dev.zt.policy.Policy;
import dev.zt.servlet.InnerRoute.Reach;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which endpoint leads to which handler, and what its annotation demands of it. */
class InnerBindingTest {
    private static final String READ = "read: {match: \"GET /orders/{id}\", requires: [orders:read]}";
    private static final String SPECIAL = "special: {match: \"GET /orders/special\", requires: [orders:special]}";

    @Retention(RetentionPolicy.RUNTIME)
    @RequiresScope("orders:special")
    @interface Special {}

    interface Api {
        @RequiresScope("orders:read")
        void read();
    }

    static class Orders implements Api {
        @Override
        public void read() {}

        @Special
        public void special() {}

        @RequiresScope("orders:write")
        public void write() {}

        public void plain() {}
    }

    @RequiresScope("orders:admin")
    static class Admin {
        public void any() {}
    }

    static final class MoreAdmin extends Admin {}

    interface Crud<T> {
        @RequiresScope("orders:write")
        void add(T thing);
    }

    static final class Names implements Crud<String> {
        @Override
        public void add(String name) {}
    }

    abstract static class Wide {
        @RequiresScope("orders:read")
        public void add(Object thing) {}
    }

    @RequiresScope("orders:write")
    static final class Narrow extends Wide {
        public void add(String thing) {}
    }

    abstract static class Leaning {
        @RequiresScope("orders:read")
        public void notServed() {}
    }

    static final class Inheriting extends Leaning {
        public void served() {}
    }

    static final class LeadingOn {
        @RequiresScope("orders:read")
        public void locator() {}
    }

    @RequiresScope("orders:admin")
    static final class OnlyLeadingOn {
        public void locator() {}
    }

    static final class Slip {
        public void served() {}

        @RequiresScope("orders:read")
        public void notServed() {}
    }

    static final class Empty {
        @RequiresScope({})
        public void served() {}
    }

    private static InnerRoute route(String method, String template, Reach reach, Class<?> type, String handler) {
        return new InnerRoute(
                method.isEmpty() ? Set.of() : Set.of(method),
                template,
                PathTemplate.of(template),
                reach,
                type,
                Arrays.stream(type.getMethods())
                        .filter(found -> found.getName().equals(handler) && !found.isBridge())
                        .filter(found -> found.getDeclaringClass() != Wide.class)
                        .findFirst()
                        .orElseThrow());
    }

    private static InnerRoute route(String method, String template, String handler) {
        return route(method, template, Reach.ALL, Orders.class, handler);
    }

    private static InnerBinding binding(InnerRoute... routes) {
        InnerRoutes.Builder builder = InnerRoutes.builder("any");
        List.of(routes).forEach(builder::add);
        if (Arrays.stream(routes).anyMatch(route -> route.type() == Orders.class)) {
            // So that no annotation of the class is without effect.
            builder.addUnlisted(route("PURGE", "/nowhere/1", "special"));
            builder.addUnlisted(route("PURGE", "/nowhere/2", "write"));
            builder.addUnlisted(route("PURGE", "/nowhere/3", "read"));
        }
        return new InnerBinding(builder.build(), endpoint -> true);
    }

    private static Policy policy(String... endpoints) {
        String document = """
                zt: 1
                service: orders
                segment: core
                admit: {trust-domains: [shop.example]}
                workloads: {gateway: "spiffe://shop.example/gateway"}
                segments: {core: [gateway]}
                endpoints:
                  %s
                allow: []
                """.formatted(String.join("\n  ", endpoints));
        return Policy.read("test policy", document.getBytes(StandardCharsets.UTF_8));
    }

    private static Coverage surveyed(Policy policy, InnerRoute... routes) {
        return binding(routes)
                .surveyed(
                        new Coverage("any", Map.of(), List.of(), List.of(), List.of(), Optional.of(List.of())), policy);
    }

    @Test
    void accepts_agreement_byMethodByInterfaceAndInsideAnotherAnnotation() {
        InnerBinding binding =
                binding(route("GET", "/orders/{id}", "read"), route("GET", "/orders/special", "special"));

        assertThatCode(() -> binding.accept(policy(READ, SPECIAL))).doesNotThrowAnyException();
    }

    @Test
    void refuses_disagreement_namingHandlerAndWhatToWrite() {
        assertThatThrownBy(() -> binding(route("GET", "/orders/{id}", "write")).accept(policy(READ)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Orders.write")
                .hasMessageContaining("GET /orders/{id}")
                .hasMessageContaining("requires: [orders:write]");
    }

    @Test
    void refuses_publicEndpointToAnAnnotatedHandler() {
        Policy open = policy("read: {match: \"GET /orders/{id}\", public: true}");

        assertThatThrownBy(() -> binding(route("GET", "/orders/{id}", "read")).accept(open))
                .hasMessageContaining("Api.read");
    }

    @Test
    void takes_theClassesAnnotation_alsoAnInheritedOne() {
        InnerRoute inherited = route("GET", "/orders/{id}", Reach.ALL, MoreAdmin.class, "any");

        assertThatThrownBy(() -> binding(inherited).accept(policy(READ))).hasMessageContaining("'orders:admin'");
    }

    @Test
    void refuses_disagreement_whereAGenericMethodIsImplemented() {
        InnerRoute generic = route("GET", "/orders/{id}", Reach.ALL, Names.class, "add");

        assertThatThrownBy(() -> binding(generic).accept(policy(READ)))
                .hasMessageContaining("Crud.add")
                .hasMessageContaining("'orders:write'");
    }

    @Test
    void leaves_whatIsDeclaredOnAnotherMethodOfTheName() throws Exception {
        InnerRoutes routes = InnerRoutes.builder("any")
                .add(route("GET", "/orders/{id}", Reach.ALL, Narrow.class, "add"))
                .addUnlisted(new InnerRoute(
                        Set.of("PURGE"),
                        "/nowhere",
                        PathTemplate.of("/nowhere"),
                        Reach.ALL,
                        Narrow.class,
                        Wide.class.getMethod("add", Object.class)))
                .build();

        assertThatThrownBy(() -> new InnerBinding(routes, endpoint -> true).accept(policy(READ)))
                .hasMessageContaining("Narrow")
                .hasMessageContaining("'orders:write'");
    }

    @Test
    void refuses_wideEndpointThatLeadsToANarrowHandlerOfOtherScopes() {
        Policy wide = policy("all: {match: \"GET /orders/{**}\", requires: [orders:read]}");

        assertThatThrownBy(
                        () -> binding(route("GET", "/orders/{id}", "read"), route("GET", "/orders/special", "special"))
                                .accept(wide))
                .hasMessageContaining("Orders.special");
    }

    @Test
    void ignores_handlersWhosePathsAnotherEndpointTakes() {
        Policy policy = policy("all: {match: \"GET /orders/{**}\", requires: [orders:read]}", SPECIAL);
        InnerBinding binding =
                binding(route("GET", "/orders/{id}", "read"), route("GET", "/orders/special", "special"));

        assertThatCode(() -> binding.accept(policy)).doesNotThrowAnyException();
    }

    @Test
    void binds_handlersThatServeAPart_whereverTheyMightServe() {
        InnerRoute part = route("GET", "/orders/{id}", Reach.PART, Orders.class, "write");

        assertThatThrownBy(() -> binding(route("GET", "/orders/special", "special"), part)
                        .accept(policy(READ, SPECIAL)))
                .hasMessageContaining("Orders.write");
    }

    @Test
    void binds_theWiderHandler_whereTheNarrowOneServesAPart() {
        InnerRoute part = route("GET", "/orders/special", Reach.PART, Orders.class, "special");

        assertThatThrownBy(() ->
                        binding(part, route("GET", "/orders/{id}", "read")).accept(policy(SPECIAL)))
                .hasMessageContaining("Api.read");
    }

    @Test
    void binds_headOfGet_unlessItHasAnEndpointOfItsOwn() {
        InnerRoute head = route("HEAD", "/orders/{id}", "write");
        Policy own = policy(READ, "head: {match: \"HEAD /orders/{id}\", requires: [orders:write]}");

        assertThatThrownBy(() -> binding(head).accept(policy(READ))).hasMessageContaining("Orders.write");
        assertThatCode(() -> binding(head).accept(own)).doesNotThrowAnyException();
    }

    @Test
    void refuses_annotationsWithoutEffect() {
        InnerRoute served = route("GET", "/orders", Reach.ALL, Slip.class, "served");
        InnerRoute empty = route("GET", "/orders", Reach.ALL, Empty.class, "served");

        assertThatThrownBy(() -> binding(served)).hasMessageContaining("Slip.notServed");
        assertThatThrownBy(() -> binding(empty)).hasMessageContaining("names no scope");
    }

    @Test
    void refuses_inheritedAnnotationsWithoutEffect() {
        InnerRoute served = route("GET", "/orders", Reach.ALL, Inheriting.class, "served");

        assertThatThrownBy(() -> binding(served)).hasMessageContaining("Leaning.notServed");
    }

    @Test
    void refuses_annotationsOnWhatOnlyLeadsOn() {
        InnerRoutes.Builder method = InnerRoutes.builder("any").passes(LeadingOn.class);
        InnerRoutes.Builder type = InnerRoutes.builder("any").passes(OnlyLeadingOn.class);

        assertThatThrownBy(method::build).hasMessageContaining("LeadingOn.locator");
        assertThatThrownBy(type::build)
                .hasMessageContaining("OnlyLeadingOn")
                .hasMessageContaining("no method of the class serves requests");
    }

    @Test
    void surveys_handlersAndEndpointsWithoutEachOther() {
        Policy policy = policy(READ, "lost: {match: \"GET /lost\", requires: [orders:read]}");

        Coverage coverage =
                surveyed(policy, route("GET", "/orders/{id}", "read"), route("", "/orders/{id}/notes", "plain"));

        assertThat(coverage.handlers())
                .extracting(
                        handler -> handler.route() + " " + handler.endpoints().size())
                .containsExactly("GET /orders/{id} 1", "any /orders/{id}/notes 0");
        assertThat(coverage.unhandled()).extracting(endpoint -> endpoint.name()).containsExactly("lost");
    }

    @Test
    void surveys_noEndpointAsLost_thatMayBeServedElsewhere() {
        InnerRoutes routes = InnerRoutes.builder("any")
                .elsewhere(PathTemplate.of("/static/{**}"))
                .build();
        Policy policy = policy("css: {match: \"GET /static/site.css\", public: true}");

        Coverage coverage = new InnerBinding(routes, endpoint -> true)
                .surveyed(
                        new Coverage("any", Map.of(), List.of(), List.of(), List.of(), Optional.of(List.of())), policy);

        assertThat(coverage.unhandled()).isEmpty();
    }
}
