package dev.zt.cli;

import static dev.zt.cli.Shop.zt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.cli.Shop.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallTest {
    private static final String[] AUDIENCE = {"--audience", "https://orders.internal"};

    @TempDir
    Path base;

    private Shop shop;
    private String origin;
    private Path join;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(base);
        origin = shop.orders();
        join = shop.join("gateway");
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Ran call(String... more) {
        String[] args = new String[more.length + AUDIENCE.length + 3];
        args[0] = "call";
        args[1] = "--join";
        args[2] = join.toString();
        System.arraycopy(AUDIENCE, 0, args, 3, AUDIENCE.length);
        System.arraycopy(more, 0, args, 3 + AUDIENCE.length, more.length);
        return zt(args);
    }

    @Test
    void calls_andSaysWhoAnswered() {
        Ran ran = call(origin + "/orders/7");

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("an order for spiffe://shop.example/gateway");
        assertThat(ran.err())
                .contains("is answered by spiffe://shop.example/orders")
                .contains("200 to");
    }

    @Test
    void keeps_itsIdentityForTheNextCall() {
        call(origin + "/orders/7");
        assertThat(join).doesNotExist();

        assertThat(call(origin + "/orders/8").code()).isZero();

        assertThat(shop.authority().administration().instances())
                .filteredOn(instance -> instance.workload().equals("gateway"))
                .hasSize(1);
    }

    @Test
    void fails_whereTheServiceRefuses() {
        Ran ran = call("-X", "POST", origin + "/orders");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.out()).contains("\"status\":403");
        assertThat(ran.err()).contains("403 to");
    }

    @Test
    void sends_nothingToAnotherCalleeThanTheOneNamed() {
        Ran ran = call("--callee", "spiffe://shop.example/billing", origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("no answer from");
        assertThat(shop.requests()).isZero();
    }

    @Test
    void sends_nothingToAServerThatTheWebDoesNotKnow() {
        Ran ran = call("--web-pki", origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("no answer from");
        assertThat(shop.requests()).isZero();
    }

    @Test
    void sends_nothingToSomebodyElseThanTheOneWhoAnsweredBefore() throws IOException {
        call(origin + "/orders/7");
        Path answerers = Path.of(join + ".state").resolve("answerers");
        Files.writeString(answerers, origin + " spiffe://shop.example/billing\n");

        Ran ran = call(origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("was answered by spiffe://shop.example/billing before");
        assertThat(shop.requests()).isEqualTo(1);
        assertThat(call("--callee", "spiffe://shop.example/orders", origin + "/orders/7")
                        .code())
                .isZero();
        assertThat(call(origin + "/orders/7").code()).isZero();
    }

    @Test
    void uses_noJoinFileForACallThatCannotBeMade() {
        Ran ran = call("orders.internal/orders/7");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("the URL must be whole");
        assertThat(join).exists();
    }

    @Test
    void uses_noJoinFileForScopesThatAreNone() {
        Ran ran = call("--scopes", "orders:read  orders:write", origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("single spaces");
        assertThat(join).exists();
    }

    @Test
    void says_thatAWorkloadAloneHasNoAccessTokens() {
        Ran ran = call("--web-pki", "--scopes", "orders:read", origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("without an authorization server (oauth.issuer)");
        assertThat(shop.requests()).isZero();
    }

    @Test
    void refuses_plainHttpToAnywhere() {
        Ran ran = call("http://orders.internal/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("https only");
    }

    @Test
    void says_whatIsMissing_withoutAJoinFile() throws IOException {
        Files.delete(join);

        Ran ran = call(origin + "/orders/7");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("neither a join file nor an identity").contains("zt join");
    }
}
