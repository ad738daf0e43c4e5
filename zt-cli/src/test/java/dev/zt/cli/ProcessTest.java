package dev.zt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own, with an environment of its own. */
class ProcessTest {
    @TempDir
    Path directory;

    private Process start(Map<String, String> variables, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.zt.cli.Zt"));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ZT_"));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private int run(Map<String, String> variables, String... args) throws IOException, InterruptedException {
        Process process = start(variables, args);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor();
    }

    private String out() throws IOException {
        return Files.readString(directory.resolve("out"));
    }

    private String err() throws IOException {
        return Files.readString(directory.resolve("err"));
    }

    @Test
    void runs_anAuthorityUntilItIsTold_andLeavesItsDirectoryInOrder() throws Exception {
        Files.writeString(directory.resolve("zt-authority.yaml"), "trust-domain: shop.example\nlisten: 127.0.0.1:0\n");
        Process process = start(Map.of(), "authority");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!out().contains("authority of shop.example at https://127.0.0.1:")) {
            assertThat(process.isAlive()).as(err()).isTrue();
            assertThat(System.nanoTime()).isLessThan(deadline);
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
        assertThat(directory.resolve("zt-authority/admin.sock")).exists();

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("zt-authority/admin.sock")).doesNotExist();
    }

    @Test
    void says_whatAnAuthorityNeeds() throws Exception {
        assertThat(run(Map.of(), "authority")).isEqualTo(1);
        assertThat(err()).contains("there is no zt-authority.yaml here").doesNotContain("\tat ");
    }

    @Test
    void administers_overHttps_whereTheAuthorityGrantsIt() throws Exception {
        try (Shop shop = new Shop(directory)) {
            String url = shop.authority().url().toString();

            int code = run(shop.variables("operators"), "status", "--url", url);

            assertThat(code).as(err()).isZero();
            assertThat(out()).contains("operators  spiffe://shop.example/operators");
        }
    }

    @Test
    void says_thatTheAuthorityDoesNotGrantIt() throws Exception {
        try (Shop shop = new Shop(directory)) {
            String url = shop.authority().url().toString();

            int code = run(shop.variables("orders"), "status", "--url", url);

            assertThat(code).isEqualTo(1);
            assertThat(err()).contains("the authority refuses (403)");
        }
    }

    @Test
    void examines_theInstanceOfItsEnvironment() throws Exception {
        try (Shop shop = new Shop(directory)) {
            Map<String, String> variables = shop.variables("orders");

            int code = run(variables, "doctor");

            assertThat(code).as(err()).isZero();
            assertThat(out())
                    .contains("ok    identity")
                    .contains("a join file for spiffe://shop.example/orders is there");
        }
    }

    @Test
    void calls_withAnAccessToken_asAClientOfAnAuthorizationServerAlone() throws Exception {
        try (TokenShop shop = new TokenShop()) {
            Map<String, String> variables = shop.variables(directory);

            int code = run(variables, "call", "--scopes", "orders:read", shop.url() + "/orders/7");

            assertThat(code).as(err()).isZero();
            assertThat(out()).contains("an order for DPoP at-orders.read");
            assertThat(err()).contains("200 to " + shop.url() + " client_id=billing");
        }
    }

    @Test
    void examines_aClientWithoutAskingItsAuthorizationServer() throws Exception {
        Map<String, String> variables;
        try (TokenShop shop = new TokenShop()) {
            variables = shop.variables(directory);
        }

        run(variables, "doctor");

        assertThat(out()).contains("readable, of no trust domain").contains("client_id=billing");
    }

    @Test
    void demands_aCommand() throws Exception {
        assertThat(run(Map.of())).isEqualTo(2);
        assertThat(err()).contains("name a command").contains("doctor");
    }
}
