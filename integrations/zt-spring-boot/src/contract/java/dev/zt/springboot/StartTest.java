package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Setting;
import dev.zt.config.Settings;
import dev.zt.guard.Guard;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import dev.zt.servlet.RequiresScope;
import dev.zt.testkit.TestAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Service;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What stops an application, and what is said of it. */
class StartTest {
    @TempDir
    Path directory;

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());

    private ThrowingCallable starting(String policy, String... properties) {
        return () -> Started.with(authority, directory, policy, List.of(), properties)
                .close();
    }

    /** For what the settings alone decide, which every application reads, with a server or without. */
    private ThrowingCallable settling(List<Class<?>> more, String... properties) {
        List<Class<?>> sources = new ArrayList<>(List.of(Settled.class));
        sources.addAll(more);
        return () -> Started.of(
                        authority,
                        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new)).web(WebApplicationType.NONE),
                        directory,
                        Started.POLICY,
                        properties)
                .close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({ZtAutoConfiguration.class, ZtClientsAutoConfiguration.class})
    static class Settled {}

    @Test
    void starts_bySettingsThatCanBe() {
        assertThatCode(settling(List.of(), "--zt.clients.stock.origin=https://stock.internal"))
                .doesNotThrowAnyException();
    }

    private static FailureAnalysis analysed(Throwable failure) {
        return new ConfigurationFailureAnalyzer().analyze(failure);
    }

    @Test
    void refuses_annotationThatThePolicyDisagreesWith() {
        String policy = Started.POLICY.replace("requires: [\"orders:write\"]", "requires: [\"orders:read\"]");

        assertThatThrownBy(starting(policy))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(failure -> {
                    FailureAnalysis analysis = analysed(failure);
                    assertThat(analysis.getDescription())
                            .contains("dev.zt.springboot.shop.OrderController.place")
                            .contains("'place-order' (POST /orders)");
                    assertThat(analysis.getAction()).contains("Write requires: [orders:write] in the policy");
                });
    }

    interface Crud<T> {
        @RequiresScope("orders:write")
        String add(T thing);
    }

    @RestController
    static class Names implements Crud<String> {
        @Override
        @PostMapping("/names")
        public String add(@RequestBody String name) {
            return name;
        }
    }

    @Test
    void refuses_annotationOfAGenericInterfaceThatThePolicyDisagreesWith() {
        String policy = Started.POLICY.replace(
                "  hello:", "  names: {match: \"POST /names\", requires: [\"orders:read\"]}\n  hello:");

        assertThatThrownBy(() -> Started.with(authority, directory, policy, List.of(Names.class))
                        .close())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("Crud.add");
    }

    @Test
    void names_theFileAndLineOfAPropertyThatCannotBe() throws Exception {
        Path file = Files.writeString(directory.resolve("application.properties"), "# mine\nzt.clock-skew=5h\n");

        assertThatThrownBy(starting(Started.POLICY, "--spring.config.additional-location=" + file.toUri()))
                .satisfies(failure -> assertThat(analysed(failure).getDescription())
                        .contains("zt.clock-skew")
                        .contains("application.properties")
                        .contains("2:15"));
    }

    @Test
    void refuses_unknownProperty_withTheOneThatWasMeant() {
        assertThatThrownBy(settling(List.of(), "--zt.audiense=https://x.example"))
                .rootCause()
                .hasMessageContaining("did you mean 'audience'?");
    }

    @Test
    void refuses_unknownPartOfAClient() {
        assertThatThrownBy(settling(
                        List.of(),
                        "--zt.clients.stock.origin=https://stock.internal",
                        "--zt.clients.stock.calee=spiffe://shop.example/stock"))
                .hasStackTraceContaining("calee");
    }

    @Test
    void refuses_clientThatCannotBe_namingIt() {
        assertThatThrownBy(settling(List.of(), "--zt.clients.stock.origin=http://stock.internal"))
                .rootCause()
                .hasMessageContaining("zt.clients.stock");
        assertThatThrownBy(settling(List.of(), "--zt.clients.stock.callee=spiffe://shop.example/stock"))
                .rootCause()
                .hasMessageContaining("zt.clients.stock.origin");
    }

    @Test
    void refuses_gapThatItIsToFailOn() {
        assertThatThrownBy(starting(Started.POLICY, "--zt.fail-start-on=handler-without-endpoint"))
                .hasMessageContaining("UnruledController");
    }

    @Test
    void refuses_applicationWithoutAPolicy() {
        assertThatThrownBy(starting(Started.POLICY, "--zt.policy=nowhere.yaml"))
                .rootCause()
                .hasMessageContaining("nowhere.yaml");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Batch {}

    @Test
    void starts_withoutAServerAndWithoutAGuard() {
        List<String> arguments = new ArrayList<>(Started.prepared(authority, directory, Started.POLICY));
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Batch.class)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new))) {
            assertThat(context.getBeanProvider(Guard.class).getIfAvailable()).isNull();
            assertThat(context.getBean(ServiceIdentity.class).isValid())
                    .isTrue();
        }
    }

    @Test
    void reads_listsAndMappingsOfProperties_overZtYaml() throws Exception {
        Path file = Files.writeString(directory.resolve("zt.yaml"), "service: other\nclock-skew: 10s\n");
        List<String> arguments = new ArrayList<>(List.of("--zt.config=" + file, "--zt.service=orders"));
        arguments.addAll(Arrays.asList(
                "--zt.audience[0]=https://a.example",
                "--zt.audience[1]=https://b.example",
                "--zt.bundles.[shop.example]=bundle.json"));
        try (ConfigurableApplicationContext context =
                new SpringApplicationBuilder(Empty.class).web(WebApplicationType.NONE).run(arguments.toArray(String[]::new))) {
            Settings settings = EnvironmentSettings.read(context.getEnvironment());

            assertThat(settings.required(Setting.SERVICE).text()).isEqualTo("orders");
            assertThat(settings.required(Setting.CLOCK_SKEW).text())
                    .isEqualTo("10s");
            assertThat(settings.texts(Setting.AUDIENCE)).hasSize(2);
            assertThat(settings.mapping(Setting.BUNDLES)).containsOnlyKeys("shop.example");
        }
    }

    static class Empty {}

    private static Settings read(Map<String, Object> variables, Map<String, Object> file) {
        StandardEnvironment environment = new StandardEnvironment();
        MutablePropertySources sources = environment.getPropertySources();
        sources.forEach(source -> sources.remove(source.getName()));
        sources.addLast(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
        sources.addLast(new MapPropertySource("file", file));
        ConfigurationPropertySources.attach(environment);
        return EnvironmentSettings.read(environment);
    }

    @Test
    void ignores_variablesThatKubernetesMakesOfServices() {
        Settings settings = read(
                Map.of(
                        "ZT_AUTHORITY_PORT", "tcp://10.0.0.1:443",
                        "ZT_AUTHORITY_SERVICE_HOST", "10.0.0.1",
                        "ZT_SERVICE_HOST", "10.0.0.2",
                        "ZT_AUDIENCE_PORT_443_TCP", "tcp://10.0.0.3:443",
                        "ZT_BUNDLES_SERVICE_HOST", "10.0.0.4"),
                Map.of(
                        "zt.service", "orders",
                        "zt.authority", "https://authority.internal",
                        "zt.audience[0]", "https://a.example",
                        "zt.bundles.[shop.example]", "bundle.json"));

        assertThat(settings.required(Setting.SERVICE).text()).isEqualTo("orders");
        assertThat(settings.required(Setting.AUTHORITY).text()).isEqualTo("https://authority.internal");
        assertThat(settings.texts(Setting.AUDIENCE)).hasSize(1);
        assertThat(settings.mapping(Setting.BUNDLES)).containsOnlyKeys("shop.example");
    }

    @Test
    void refuses_variableThatIsAlmostAProperty() {
        assertThatThrownBy(() -> read(Map.of("ZT_AUDIENSE", "https://a.example"), Map.of()))
                .hasMessageContaining("did you mean 'audience'?");
        assertThatThrownBy(() -> read(Map.of("ZT_FAIL_START_ONN", "filter-ahead"), Map.of()))
                .hasMessageContaining("did you mean 'fail-start-on'?");
        assertThatThrownBy(() -> read(Map.of("ZT_SERVER_TSL", "true"), Map.of()))
                .hasMessageContaining("did you mean 'server.tls'?");
    }

    @Test
    void reads_variablesWithAnIndexAsAList() {
        Settings settings = read(
                Map.of("ZT_AUDIENCE_0", "https://a.example", "ZT_AUDIENCE_1", "https://b.example"), Map.of());

        assertThat(settings.texts(Setting.AUDIENCE)).hasSize(2);
    }

    @Test
    void refuses_propertyBelowASettingOfOneValue() {
        assertThatThrownBy(() -> read(Map.of(), Map.of("zt.policy.file", "zt-policy.yaml")))
                .hasMessageContaining("policy.file");
    }

    @Test
    void refuses_twoClientsOfOneOrigin() {
        assertThatThrownBy(settling(
                        List.of(),
                        "--zt.clients.a.origin=https://stock.internal",
                        "--zt.clients.a.callee=spiffe://shop.example/stock",
                        "--zt.clients.b.origin=https://STOCK.internal:443"))
                .rootCause()
                .hasMessageContaining("zt.clients.b")
                .hasMessageContaining("zt.clients.a already");
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnAuth {
        @Bean
        OutboundAuth own(ServiceIdentity identity) {
            return OutboundAuth.of(identity);
        }
    }

    @Test
    void refuses_clientsThatNobodyReads() {
        assertThatThrownBy(settling(List.of(OwnAuth.class), "--zt.clients.stock.origin=https://stock.internal"))
                .hasMessageContaining("zt.clients.stock")
                .hasMessageContaining("OutboundAuth");
    }

    private ReactiveWebApplicationContextRunner reactive() {
        return new ReactiveWebApplicationContextRunner()
                .withInitializer(new GuardedServers())
                .withPropertyValues(
                        Started.prepared(authority, directory, Started.POLICY).stream()
                                .map(argument -> argument.substring("--".length()))
                                .toArray(String[]::new));
    }

    @Test
    void refuses_reactiveServerThatHasAPolicy() {
        reactive()
                .withConfiguration(AutoConfigurations.of(ZtAutoConfiguration.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("zt.policy")
                        .hasMessageContaining("WebFlux"));
    }

    @Test
    void refuses_reactiveServerThatHasAPolicy_withEverythingExcluded() {
        reactive().run(context -> assertThat(context).getFailure().hasMessageContaining("WebFlux"));
    }

    @Service
    static class Ledger {
        @RequiresScope("orders:write")
        void book() {}
    }

    @RequiresScope("orders:write")
    static class Shelf {}

    @Test
    void refuses_annotationWhereNothingIsServed() {
        for (Class<?> type : List.of(Ledger.class, Shelf.class)) {
            assertThatThrownBy(() -> Started.with(authority, directory, Started.POLICY, List.of(type))
                            .close())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining(type.getName())
                    .hasMessageContaining("no effect");
        }
    }
}
