package dev.zt.springboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.guard.Coverage;
import dev.zt.own.WorkloadProof;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real application on its real server, called over HTTP, with the true verifier. */
class GuardedApplicationTest {
    @TempDir
    static Path directory;

    private static Started app;

    @BeforeAll
    static void start() {
        app = Started.with(directory, Started.POLICY, List.of());
    }

    @AfterAll
    static void stop() {
        app.close();
    }

    @Test
    void serves_whoIsProvenAndGranted() {
        HttpResponse<String> answer = app.getAs("/gateway", "/orders/7");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("order 7 for spiffe://shop.example/gateway");
    }

    @Test
    void serves_contentToItsHandler() {
        assertThat(app.sendAs("/clerk", "POST", "/orders", "tea").body()).isEqualTo("placed tea");
    }

    @Test
    void refuses_nobody() {
        HttpResponse<String> answer = app.get("/orders/7");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("WPT");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void refuses_missingScope_namingIt() {
        HttpResponse<String> answer = app.getAs("/clerk", "/orders/7");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("orders:read");
    }

    @Test
    void refuses_callerWithoutAnEdge() {
        assertThat(app.sendAs("/gateway", "POST", "/orders", "tea").statusCode())
                .isEqualTo(403);
    }

    @Test
    void refuses_replay() {
        WorkloadProof once = app.proofOf("/gateway");
        HttpRequest.Builder first = Started.proven(HttpRequest.newBuilder(app.uri("/orders/7")), once);

        assertThat(app.send(first).statusCode()).isEqualTo(200);
        assertThat(app.send(first).statusCode()).isEqualTo(401);
    }

    @Test
    void denies_controllerWithoutARule_andNamesItInTheReport() {
        assertThat(app.getAs("/gateway", "/odd/nested/undecided").statusCode()).isEqualTo(403);
        assertThat(app.sendAs("/gateway", "DELETE", "/orders/7", "").statusCode())
                .isEqualTo(403);
        assertThat(coverage().findings())
                .filteredOn(finding -> finding.gap() == Coverage.Gap.HANDLER_WITHOUT_ENDPOINT)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .contains("'GET /unruled' of 'dev.zt.springboot.shop.UnruledController.unruled'")
                        .doesNotContain("ErrorController"));
        assertThat(app.getAs("/gateway", "/unruled").statusCode()).isEqualTo(403);
    }

    @Test
    void tells_whichEndpointLeadsToWhichHandler() {
        assertThat(coverage().lines())
                .contains("'GET /orders/{id}' of 'dev.zt.springboot.shop.OrderController.order': GET /orders/{id}"
                        + " (read-order) requires orders:read");
    }

    private static Coverage coverage() {
        return app.context.getBean(ZtInstallation.class).installation().coverage();
    }

    @Test
    void refuses_pathThatSpringReadsOtherwiseThanThePolicy() {
        assertThat(app.getAs("/gateway", "/orders/7;a=b").statusCode()).isEqualTo(400);
        assertThat(app.getAs("/gateway", "/orders/%2e%2e/odd").statusCode()).isEqualTo(400);
    }

    @Test
    void gives_optionalCallerOnAPublicEndpoint() {
        assertThat(app.get("/odd/hello").body()).isEqualTo("hello nobody");
    }

    @Test
    void fails_whereAPublicEndpointNeedsItsCaller() {
        assertThat(app.get("/odd/public-caller").statusCode()).isEqualTo(500);
    }

    @Test
    void serves_asynchronousHandlers() {
        assertThat(app.getAs("/gateway", "/odd/deferred").body())
                .isEqualTo("deferred for spiffe://shop.example/gateway");
        assertThat(app.getAs("/gateway", "/odd/callable").body()).isEqualTo("called for spiffe://shop.example/gateway");
    }

    @Test
    void leaves_exceptionsToTheirHandlers() {
        HttpResponse<String> answer = app.getAs("/gateway", "/odd/handled");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).isEqualTo("handled");
    }

    @Test
    void keeps_theStatusOfAnError_withoutItsPage() {
        HttpResponse<String> answer = app.getAs("/gateway", "/odd/failing");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"type\":\"about:blank\",\"status\":500}");
    }

    @Test
    void serves_patternThatThePolicyHasNoWordFor() {
        assertThat(app.getAs("/gateway", "/odd/number/12").body()).isEqualTo("number 12");
    }

    @Test
    void serves_fileThatThePolicyAllows() {
        assertThat(app.get("/hello.txt").body().strip()).isEqualTo("a file");
    }
}
