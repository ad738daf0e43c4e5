package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.policy.Endpoint;
import dev.zt.policy.Policy;
import dev.zt.policy.PolicyTestResult;
import dev.zt.request.Target;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoliciesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "orders", "billing", "reports", "authority"})
    void passes_itsOwnTests(String service) throws IOException {
        Policy policy = policy(service);

        List<PolicyTestResult> results =
                policy.runTests(path -> Target.parse(path).map(Target::segments), NOW);

        assertThat(policy.service()).isEqualTo(service);
        assertThat(results).isNotEmpty().allMatch(PolicyTestResult::passed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "orders", "billing", "reports"})
    void has_theSegmentsThatTheMapShows(String service) throws IOException {
        String document = document(service);

        Demo.segments()
                .forEach((segment, members) ->
                        assertThat(document).contains("\n  " + segment + ": [" + String.join(", ", members) + "]\n"));
        assertThat(Demo.segments().get(policy(service).segment())).contains(service);
    }

    @Test
    void traffic_leadsToEndpointsOfThePolicies() throws IOException {
        for (Traffic traffic : Traffic.day()) {
            assertThat(policy("gateway").endpoints()).extracting(Endpoint::name).contains(traffic.endpoint());
            for (Traffic.Hop hop : traffic.hops()) {
                assertThat(policy(hop.whom()).endpoints())
                        .extracting(Endpoint::name)
                        .contains(hop.endpoint());
            }
        }
    }

    private static Policy policy(String service) throws IOException {
        return Policy.read(service, document(service).getBytes(StandardCharsets.UTF_8));
    }

    private static String document(String service) throws IOException {
        try (InputStream resource = PoliciesTest.class.getResourceAsStream("/" + service + "/zt-policy.yaml")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
