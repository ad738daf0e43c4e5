package dev.zt.samples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTest {
    private static final String PERMIT = "{\"service\":\"orders\",\"outcome\":\"permit\",\"reason\":\"permitted\","
            + "\"rule\":\"A1\",\"caller\":\"spiffe://shop.example/gateway\",\"endpoint\":\"read-order\","
            + "\"method\":\"GET\",\"path\":\"/orders/7\",\"scopes\":\"orders:read\",\"micros\":\"1240\"}";

    private static final String STRANGER = "{\"service\":\"gateway\",\"outcome\":\"permit\",\"rule\":\"public\","
            + "\"endpoint\":\"see-order\",\"method\":\"GET\",\"path\":\"/shop/orders/7\"}";

    private static final Decided.Names NAMES = (instance, otherwise) -> otherwise;

    @TempDir
    private Path folder;

    private final Result result = new Result(new Screen(new PrintStream(OutputStream.nullOutputStream()), false));

    @Test
    void passes_whereAllWasAsExpected() throws IOException {
        result.customer(Traffic.SEE_ORDER, 200);
        result.compareCustomers(audit("gateway", STRANGER));
        result.call(Traffic.READ_ORDER, Optional.of(Decided.parse(PERMIT, "orders-1", NAMES)));
        result.attack(outcome("no token", "nothing-presented"), Optional.empty());

        assertThat(result.isAsExpected()).isTrue();
        assertThat(result.line()).isEqualTo("demo: 2 calls as expected, 1/1 attacks refused for the expected reason");
    }

    @Test
    void fails_whereNothingWasAttacked() {
        assertThat(result.isAsExpected()).isFalse();
    }

    @Test
    void fails_whereAnAttackEndedForAnotherReason() {
        result.attack(outcome("no token", "wit-malformed"), Optional.empty());

        assertThat(result.isAsExpected()).isFalse();
        assertThat(result.line()).startsWith("demo: FAILED").contains("0/1 attacks");
    }

    @Test
    void fails_whereAnHonestCallWasNotServed() {
        result.customer(Traffic.SEE_ORDER, 403);
        result.attack(outcome("no token", "nothing-presented"), Optional.empty());

        assertThat(result.isAsExpected()).isFalse();
    }

    @Test
    void fails_whereAnotherCallWasDecidedThanTheExpectedOne() throws IOException {
        Traffic.Hop hop = new Traffic.Hop("gateway", "orders", "place-order");

        assertThat(result.call(hop, Optional.of(Decided.parse(PERMIT, "orders-1", NAMES))))
                .isFalse();
        assertThat(result.surprises()).singleElement().asString().contains("place-order");
    }

    @Test
    void fails_whereAServiceDecidedMore() throws IOException {
        result.expectNothingMore(audit("orders-1", PERMIT));

        assertThat(result.surprises()).hasSize(1);
    }

    @Test
    void counts_strangersThatOneLineStandsFor() throws IOException {
        result.customer(Traffic.SEE_ORDER, 200);
        result.customer(Traffic.SEE_ORDER, 200);
        result.customer(Traffic.SEE_ORDER, 200);

        result.compareCustomers(audit("gateway", STRANGER, STRANGER.replace("}", ",\"count\":\"2\"}")));

        assertThat(result.surprises()).isEmpty();
    }

    @Test
    void fails_whereTheGatewayLetMoreIn() throws IOException {
        result.customer(Traffic.SEE_ORDER, 200);

        result.compareCustomers(audit("gateway", STRANGER, STRANGER));

        assertThat(result.surprises()).singleElement().asString().contains("{see-order=1}", "{see-order=2}");
    }

    // The last line is half written, as may be while a service runs.
    private AuditFile audit(String whom, String... lines) throws IOException {
        return new AuditFile(
                Files.writeString(folder.resolve("audit.jsonl"), String.join("\n", lines) + "\n{\"service\":\"or"),
                whom,
                NAMES);
    }

    private static Outcome outcome(String title, String seenReason) {
        Strike strike = new Strike(title, "orders", 401, "nothing-presented", play -> null);
        return new Outcome(strike, 401, seenReason, "present something");
    }
}
