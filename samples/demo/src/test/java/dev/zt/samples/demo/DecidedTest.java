package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecidedTest {
    private static final String PERMIT = "{\"service\":\"orders\",\"outcome\":\"permit\",\"reason\":\"permitted\","
            + "\"rule\":\"A1\",\"caller\":\"spiffe://shop.example/gateway\",\"instance\":\"i-1\"}";

    @Test
    void names_instancesThatTheDemoKnows() throws IOException {
        Decided decided = Decided.parse(PERMIT, "orders-3", (instance, otherwise) -> "name of " + instance);

        assertThat(decided.who()).isEqualTo("name of i-1");
        assertThat(decided.whom()).isEqualTo("orders-3");
    }

    @Test
    void names_otherCallersByTheirWorkload() throws IOException {
        Decided decided = Decided.parse(PERMIT, "orders-3", (instance, otherwise) -> otherwise);

        assertThat(decided.who()).isEqualTo("gateway");
    }

    @ParameterizedTest
    @CsvSource({"orders-12, orders", "orders, orders", "gate-way-2, gate-way", "a-b, a-b"})
    void knows_theServiceOfAnInstance(String name, String service) {
        assertThat(Decided.service(name)).isEqualTo(service);
    }
}
