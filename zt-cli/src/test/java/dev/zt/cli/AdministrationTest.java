package dev.zt.cli;

import static dev.zt.cli.Shop.zt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.cli.Shop.Ran;
import dev.zt.enrolment.JoinFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator types, against a running authority. */
class AdministrationTest {
    @TempDir
    Path base;

    private Shop shop;
    private String directory;

    @BeforeEach
    void open() throws IOException {
        shop = new Shop(base);
        directory = shop.directory().toString();
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void adds_listsAndRemovesWorkloads() {
        Ran added = zt("workload", "add", "orders", "team/gateway", "--directory", directory);
        assertThat(added.code()).isZero();
        assertThat(added.out().lines())
                .containsExactly("spiffe://shop.example/orders", "spiffe://shop.example/team/gateway");

        assertThat(zt("workload", "remove", "team/gateway", "--directory", directory)
                        .code())
                .isZero();

        assertThat(zt("workload", "list", "--directory", directory).out())
                .contains("spiffe://shop.example/orders")
                .doesNotContain("gateway");
    }

    private String listed() {
        return zt("workload", "list", "--directory", directory).out();
    }

    @Test
    void adds_aWorkloadWithItsDatabaseUser_andShowsIt() {
        Ran added = zt("workload", "add", "orders", "--database-user", "svc_orders", "--directory", directory);
        zt("workload", "add", "gateway", "--directory", directory);

        assertThat(added.code()).as(added.err()).isZero();
        assertThat(listed().lines().map(line -> line.split(" +")))
                .containsExactly(
                        new String[] {"WORKLOAD", "ID", "INSTANCES", "DATABASE", "USER"},
                        new String[] {"gateway", "spiffe://shop.example/gateway", "0"},
                        new String[] {"orders", "spiffe://shop.example/orders", "0", "svc_orders"});
        assertThat(zt("status", "--directory", directory).out()).contains("svc_orders");
    }

    @Test
    void changes_andTakesAway_aDatabaseUser() {
        zt("workload", "add", "team/orders", "--directory", directory);

        Ran given = zt("workload", "database", "team/orders", "svc_orders", "--directory", directory);
        assertThat(given.code()).as(given.err()).isZero();
        assertThat(given.out()).startsWith("team/orders is the database user svc_orders from its next renewals on");
        assertThat(listed()).contains("svc_orders");

        assertThat(zt("workload", "database", "team/orders", "svc_more", "--directory", directory)
                        .code())
                .isZero();
        assertThat(listed()).contains("svc_more").doesNotContain("svc_orders");

        Ran taken = zt("workload", "database", "team/orders", "--none", "--directory", directory);
        assertThat(taken.out()).startsWith("team/orders has no database user from its next renewals on");
        assertThat(listed()).doesNotContain("svc_");
    }

    @Test
    void says_whyADatabaseUserIsRefused() {
        zt("workload", "add", "orders", "--database-user", "svc_orders", "--directory", directory);
        zt("workload", "add", "gateway", "--directory", directory);

        Ran taken = zt("workload", "database", "gateway", "svc_orders", "--directory", directory);
        assertThat(taken.code()).isEqualTo(1);
        assertThat(taken.err()).contains("the database user 'svc_orders' belongs to the workload 'orders'");
        assertThat(zt("workload", "database", "gateway", "postgres", "--directory", directory)
                        .err())
                .contains("'postgres' is the database's own");
        assertThat(zt("workload", "database", "gateway", "--none", "--directory", directory)
                        .err())
                .contains("the workload 'gateway' has no database user");
        assertThat(zt("workload", "database", "nobody", "svc_nobody", "--directory", directory)
                        .err())
                .contains("there is no workload 'nobody'");
    }

    @Test
    void demands_oneWorkloadForOneDatabaseUser() {
        Ran two = zt("workload", "add", "orders", "gateway", "--database-user", "svc_orders", "--directory", directory);
        assertThat(two.code()).isEqualTo(2);
        assertThat(two.err()).contains("the login of one workload");
        assertThat(listed()).doesNotContain("spiffe://");

        zt("workload", "add", "orders", "--directory", directory);
        assertThat(zt("workload", "database", "orders", "--directory", directory)
                        .code())
                .isEqualTo(2);
        assertThat(zt("workload", "database", "orders", "svc_orders", "--none", "--directory", directory)
                        .code())
                .isEqualTo(2);
        assertThat(listed()).doesNotContain("svc_orders");
    }

    @Test
    void writes_aJoinFileForEachName_readableByItsOwnerAlone() throws IOException {
        zt("workload", "add", "orders", "team/gateway", "--directory", directory);
        Path out = base.resolve("joins");

        Ran ran = zt("join", "orders", "orders", "team/gateway", "--out", out.toString(), "--directory", directory);

        assertThat(ran.code()).isZero();
        assertThat(ran.out().lines())
                .containsExactly(
                        out.resolve("orders").toString(),
                        out.resolve("orders~~2").toString(),
                        out.resolve("team~gateway").toString());
        assertThat(Files.getPosixFilePermissions(out)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(out.resolve("orders")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(JoinFile.read(out.resolve("orders")).token())
                .isNotEqualTo(JoinFile.read(out.resolve("orders~~2")).token());
        assertThat(ran.out() + ran.err())
                .doesNotContain(JoinFile.read(out.resolve("orders")).token());
    }

    @Test
    void says_whatTheAuthorityRefuses() {
        Ran ran = zt("join", "nobody", "--out", base.resolve("joins").toString(), "--directory", directory);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("there is no workload 'nobody'; register it with 'zt workload add'");
    }

    @Test
    void revokes_andLifts() {
        zt("workload", "add", "orders", "--directory", directory);

        Ran revoked = zt("revoke", "--workload", "orders", "--reason", "drill", "--directory", directory);
        assertThat(revoked.out()).startsWith("revoked workload orders, status version ");
        assertThat(zt("status", "--directory", directory).out()).contains("drill");

        assertThat(zt("lift", "--workload", "orders", "--directory", directory).out())
                .startsWith("lifted workload orders");
        assertThat(zt("status", "--directory", directory).out()).doesNotContain("drill");
    }

    @Test
    void demands_exactlyOneThingToRevoke() {
        assertThat(zt("revoke", "--directory", directory).code()).isEqualTo(2);
        assertThat(zt("revoke", "--workload", "a", "--instance", "b", "--directory", directory)
                        .code())
                .isEqualTo(2);
    }

    @Test
    void rotates_andWithdrawsKeys() {
        String key = shop.authority().administration().keys().get(0).id();
        assertThat(zt("keys", "rotate", "--directory", directory).out()).contains("prepared");

        Ran withdrawn = zt("keys", "withdraw", key, "--directory", directory);

        assertThat(withdrawn.code()).isZero();
        assertThat(zt("keys", "list", "--directory", directory).out()).doesNotContain(key);
    }

    @Test
    void shows_theStatusAsTheAuthorityAnswersIt() {
        assertThat(zt("status", "--json", "--directory", directory).out()).startsWith("{\"url\":\"https://127.0.0.1:");
    }

    @Test
    void says_thatNoAuthorityIsThere() {
        Ran ran = zt("status", "--directory", base.resolve("nowhere").toString());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("no authority runs in").contains("zt authority");
    }
}
