package dev.zt.cli;

import static dev.zt.cli.Shop.zt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.cli.Shop.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCommandTest {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {segments: [shop]}
            workloads: {gateway: spiffe://shop.example/gateway}
            segments: {shop: [gateway]}
            endpoints: {read: GET /orders}
            allow: [{id: A1, caller: gateway, to: read}]
            """;

    @TempDir
    Path directory;

    private String policy(String more) throws IOException {
        return Files.writeString(directory.resolve("zt-policy.yaml"), POLICY + more)
                .toString();
    }

    @Test
    void checks_aGoodPolicy() throws IOException {
        Ran ran = zt("policy", "check", policy(""));

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("policy of orders, 1 endpoints, 0 tests");
    }

    @Test
    void names_thePlaceOfAMistake() throws IOException {
        Ran ran = zt("policy", "check", policy("alow: []\n"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("zt-policy.yaml:9:1: unknown key 'alow'; did you mean 'allow'?");
    }

    @Test
    void warns_ofAPolicyThatOnlyObserves() throws IOException {
        assertThat(zt("policy", "check", policy("mode: observe\nuntil: 2099-01-01\n"))
                        .out())
                .contains("warning: mode observe");
    }

    @Test
    void passes_whereAllTestsDo() throws IOException {
        Ran ran = zt("policy", "test", policy("tests: [{as: gateway, call: GET /orders, expect: allow A1}]\n"));

        assertThat(ran.code()).isZero();
        assertThat(ran.out()).contains("1 of 1 tests passed");
    }

    @Test
    void fails_whereATestDoes() throws IOException {
        Ran ran = zt("policy", "test", policy("tests: [{as: gateway, call: GET /orders, expect: deny}]\n"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("FAILED").contains("expected deny but the policy says allow A1");
    }

    @Test
    void fails_whereThereAreNoTests() throws IOException {
        Ran ran = zt("policy", "test", policy(""));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("has no tests");
    }
}
