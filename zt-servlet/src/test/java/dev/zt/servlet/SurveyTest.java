package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.guard.Coverage;
import dev.zt.guard.Coverage.Gap;
import dev.zt.guard.Coverage.Order;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.ForwardedRequestCustomizer;
import org.junit.jupiter.api.Test;

/** What the installation finds out about an application on Jetty. */
class SurveyTest {
    private static final class PassOn implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
        }
    }

    private static App withFilterAhead() {
        App app = new Shop().app();
        app.context.addServletContainerInitializer((classes, context) -> context.addFilter("early", new PassOn())
                .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*"));
        return app;
    }

    @Test
    void names_filtersByTheirOrder() throws Exception {
        try (App app = withFilterAhead().filter(new PassOn()).start()) {
            assertThat(app.coverage().filters())
                    .extracting(Coverage.OtherFilter::order)
                    .containsExactlyInAnyOrder(Order.AHEAD, Order.BEHIND);
            assertThat(app.coverage().findings())
                    .extracting(Coverage.Finding::text)
                    .contains("filter 'early' (" + PassOn.class.getName()
                            + ") runs before the guard, and what it answers is not decided on");
        }
    }

    @Test
    void refuses_toStart_withAFilterAhead_whereThatWasDemanded() throws Exception {
        try (App app = withFilterAhead().edge(builder -> builder.failStartOn(Gap.FILTER_AHEAD))) {
            assertThatThrownBy(app::start)
                    .hasMessageContaining("does not cover this application as it must")
                    .hasMessageContaining("filter 'early'");
        }
    }

    @Test
    void refuses_toStart_withAnUncoveredMapping_whereThatWasDemanded() throws Exception {
        try (App app = new Shop().app().edge(builder -> builder.failStartOn(Gap.MAPPING_WITHOUT_ENDPOINT))) {
            assertThatThrownBy(app::start).hasMessageContaining("'/mixed/secret' of 'secret'");
        }
    }

    @Test
    void starts_withGapsThatNobodyForbade() throws Exception {
        try (App app = withFilterAhead()
                .edge(builder -> builder.failStartOn(Gap.LOOSE_CONNECTOR))
                .start()) {
            assertThat(app.coverage().findings()).isNotEmpty();
        }
    }

    @Test
    void finds_nothingLoose_asShipped() throws Exception {
        try (App app = new Shop().app().start()) {
            assertThat(app.coverage().container()).isEqualTo("jetty");
            assertThat(app.coverage().connectors())
                    .hasValueSatisfying(loose -> assertThat(loose).isEmpty());
        }
    }

    @Test
    void finds_connectorsThatWereLoosened() throws Exception {
        App loose = new Shop().app().lenientJetty();
        loose.http().addCustomizer(new ForwardedRequestCustomizer());
        loose.http().setHttpCompliance(HttpCompliance.RFC2616);
        try (App app = loose.start()) {
            assertThat(app.coverage().findings())
                    .filteredOn(finding -> finding.gap() == Gap.LOOSE_CONNECTOR)
                    .extracting(Coverage.Finding::text)
                    .anyMatch(text -> text.contains("UriCompliance is UNSAFE"))
                    .anyMatch(text -> text.contains("decodeAmbiguousURIs is true"))
                    .anyMatch(text -> text.contains("HttpCompliance is RFC2616"))
                    .anyMatch(text -> text.contains("ForwardedRequestCustomizer"));
        }
    }
}
