package dev.zt.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.audit.AuditField;
import dev.zt.config.ConfigurationException;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.JoinFile;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.identity.Audience;
import dev.zt.jose.Algorithm;
import dev.zt.jose.PrivateJwk;
import dev.zt.own.HeldIdentity;
import dev.zt.own.ServiceIdentity;
import dev.zt.own.WorkloadProof;
import dev.zt.tls.CertificateRequest;
import dev.zt.tls.PinnedTrust;
import dev.zt.tls.TlsContexts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operators with identities of their own, whom the authority's policy grants what they do. */
class AdminOverHttpsTest {
    private static final String POLICY = """
            zt: 1
            service: authority
            segment: control
            admit: {trust-domains: [shop.example], segments: [control]}
            workloads:
              operators: spiffe://shop.example/operators
              auditors: spiffe://shop.example/auditors
            segments: {control: [operators, auditors]}
            endpoints:
              look: {match: "GET /admin/{**}", requires: ["zt:admin"]}
              act: {match: "POST /admin/{**}", requires: ["zt:admin"]}
              undo: {match: "DELETE /admin/{**}", requires: ["zt:admin"]}
            allow:
              - {id: A1, caller: operators, to: [look, act, undo], scopes: ["zt:admin"]}
              - {id: A2, caller: auditors, to: look, scopes: ["zt:admin"]}
            """;

    @TempDir
    Path directory;

    private Path policy;
    private Town town;

    @BeforeEach
    void open() throws IOException {
        policy = directory.resolve("admin.yaml");
        Files.writeString(policy, POLICY);
        town = Town.in(directory.resolve("authority"), builder -> builder.policy(policy));
        town.admin().addWorkload("operators");
        town.admin().addWorkload("auditors");
    }

    @AfterEach
    void close() {
        town.close();
    }

    private record Operator(Issued issued, ServiceIdentity identity) {}

    private Operator enrol(String workload) {
        JoinFile join = town.admin().join(workload, Duration.ofMinutes(1));
        PrivateJwk key = PrivateJwk.generate(Algorithm.ES256);
        String nonce = town.nonce(town.client(join));
        byte[] request = CertificateRequest.of(join.workload(), PrivateJwk.generate(Algorithm.ES256));
        String body = KeyProof.enrolment(
                join.url(), nonce, join.token(), Town.SIGNATURES.engine().signingKey(key), request);
        Issued issued = ((Reply.Given<Issued>) town.client(join).enrol(body)).value();
        HeldIdentity held = HeldIdentity.of("test", issued.wit(), key, Town.SIGNATURES);
        return new Operator(issued, ServiceIdentity.of(() -> held, town.clock));
    }

    private HttpResponse<String> ask(Operator operator, String method, String path, String body)
            throws IOException, InterruptedException {
        WorkloadProof proof =
                operator.identity().prove(Audience.of(town.authority().url().toString()));
        return send(request(method, path, body)
                .header("Workload-Identity-Token", proof.workloadIdentityToken())
                .header("Authorization", proof.authorization()));
    }

    private HttpRequest.Builder request(String method, String path, String body) {
        return HttpRequest.newBuilder(town.authority().url().resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HttpClient.newBuilder()
                .sslContext(TlsContexts.client(new PinnedTrust(town.join().tlsPin())))
                .proxy(HttpClient.Builder.NO_PROXY)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void lets_aGrantedCallerAdminister_andRecordsWho() throws Exception {
        Operator operator = enrol("operators");

        HttpResponse<String> answer = ask(operator, "POST", "/admin/workloads", "{\"name\":\"billing\"}");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(town.admin().workloads()).extracting(WorkloadEntry::name).contains("billing");
        assertThat(town.audit.events())
                .filteredOn(event -> event.reason().equals("administered"))
                .singleElement()
                .satisfies(event -> assertThat(event.texts().get(AuditField.NEAREST))
                        .isEqualTo("spiffe://shop.example/operators ("
                                + operator.issued().instance() + ")"));
    }

    @Test
    void lets_aGrantedCallerChooseADatabaseUser_andRecordsWhich() throws Exception {
        Operator operator = enrol("operators");

        HttpResponse<String> added =
                ask(operator, "POST", "/admin/workloads", "{\"name\":\"billing\",\"database_user\":\"svc_billing\"}");
        HttpResponse<String> assigned = ask(
                operator,
                "POST",
                "/admin/database-users",
                "{\"workload\":\"orders\",\"database_user\":\"svc_orders\"}");

        assertThat(List.of(added.statusCode(), assigned.statusCode())).containsOnly(200);
        assertThat(added.body()).contains("\"database_user\":\"svc_billing\"");
        assertThat(ask(operator, "GET", "/admin/workloads", "").body())
                .contains("\"database_user\":\"svc_orders\"", "\"database_user\":\"svc_billing\"");
        assertThat(ask(operator, "DELETE", "/admin/database-users/orders", "").statusCode())
                .isEqualTo(200);
        assertThat(ask(operator, "GET", "/admin/status", "").body()).doesNotContain("svc_orders");
        assertThat(town.audit.events())
                .filteredOn(event -> event.reason().equals("administered"))
                .map(event -> event.texts().get(AuditField.METHOD) + " "
                        + event.texts().get(AuditField.PATH))
                .contains(
                        "POST /admin/workloads name=billing database_user=svc_billing",
                        "POST /admin/database-users workload=orders database_user=svc_orders",
                        "DELETE /admin/database-users/orders");
    }

    @Test
    void refuses_aDatabaseUserThatIsNone_andRecordsIt() throws Exception {
        Operator operator = enrol("operators");

        for (String user : List.of("\"Svc-Orders\"", "\"postgres\"", "\"pg_monitor\"", "\"\"", "7", "null")) {
            String body = "{\"name\":\"billing\",\"database_user\":" + user + "}";
            assertThat(ask(operator, "POST", "/admin/workloads", body).statusCode())
                    .as(user)
                    .isEqualTo(400);
        }

        assertThat(ask(operator, "POST", "/admin/database-users", "{\"workload\":\"orders\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(town.admin().workloads()).extracting(WorkloadEntry::name).doesNotContain("billing");
        assertThat(town.audit.events())
                .filteredOn(event -> event.reason().equals("admin-refused"))
                .hasSize(7);
    }

    @Test
    void lets_noCallerChooseADatabaseUser_whoMayOnlyLook() throws Exception {
        Operator auditor = enrol("auditors");

        assertThat(ask(
                                auditor,
                                "POST",
                                "/admin/database-users",
                                "{\"workload\":\"auditors\",\"database_user\":\"svc_auditors\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(town.admin().workloads())
                .allSatisfy(entry -> assertThat(entry.databaseUser()).isEmpty());
    }

    @Test
    void lets_aCallerDoNoMoreThanItIsGranted() throws Exception {
        Operator auditor = enrol("auditors");

        assertThat(ask(auditor, "GET", "/admin/status", "").statusCode()).isEqualTo(200);
        assertThat(ask(auditor, "POST", "/admin/workloads", "{\"name\":\"billing\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(town.admin().workloads()).extracting(WorkloadEntry::name).doesNotContain("billing");
    }

    @Test
    void lets_aGrantedCallerUndo() throws Exception {
        assertThat(ask(enrol("operators"), "DELETE", "/admin/workloads/auditors", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(town.admin().workloads()).extracting(WorkloadEntry::name).doesNotContain("auditors");
    }

    @Test
    void refuses_aWorkloadThatThePolicyDoesNotName() throws Exception {
        assertThat(ask(enrol("orders"), "GET", "/admin/status", "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void refuses_whoProvesNothing() throws Exception {
        HttpResponse<String> answer = send(request("GET", "/admin/status", ""));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("WPT");
        assertThat(answer.body()).doesNotContain("workloads");
    }

    @Test
    void refuses_anOperatorWhoWasRevoked() throws Exception {
        Operator operator = enrol("operators");
        assertThat(ask(operator, "GET", "/admin/status", "").statusCode()).isEqualTo(200);

        town.admin().revokeInstance(operator.issued().instance(), "left");

        assertThat(ask(operator, "GET", "/admin/status", "").statusCode()).isEqualTo(403);
    }

    @Test
    void refuses_aPolicyThatWouldLetAnybodyIn() throws IOException {
        assertRefused(
                POLICY.replace(
                        "{match: \"GET /admin/{**}\", requires: [\"zt:admin\"]}", "{match: \"GET /admin/{**}\"}"),
                "endpoint 'look' must have requires");
        assertRefused(
                POLICY.replace(
                        "{match: \"GET /admin/{**}\", requires: [\"zt:admin\"]}",
                        "{match: \"GET /admin/{**}\", public: true}"),
                "endpoint 'look' must have requires");
        assertRefused(POLICY + "mode: observe\nuntil: 2026-12-31\n", "cannot observe");
    }

    private void assertRefused(String bad, String message) throws IOException {
        Files.writeString(policy, bad);
        assertThatThrownBy(() -> Town.in(directory.resolve("another"), builder -> builder.policy(policy)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message);
    }
}
