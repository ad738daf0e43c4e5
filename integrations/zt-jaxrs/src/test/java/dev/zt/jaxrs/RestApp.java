package dev.zt.jaxrs;

import dev.zt.audit.AuditEvent;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.identity.Audience;
import dev.zt.own.WorkloadProof;
import dev.zt.policy.Policy;
import dev.zt.servlet.Installation;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.RecordingAuditSink;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Resources behind a guard, served by a real server, and who calls them. */
final class RestApp implements AutoCloseable {
    static final Audience AUDIENCE = Audience.of("https://orders.internal");

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final TestWorkload gateway = authority.issue("/gateway");
    private final TestWorkload reader = authority.issue("/reader");
    private final RecordingAuditSink audit = new RecordingAuditSink();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private Installation installation;
    private RestServer.Running running;

    private RestApp() {}

    static RestApp start(RestServer server, String policy, Class<?>... components) throws Exception {
        return start(server, policy, context -> server.register(context, "rest", "/api", components));
    }

    static RestApp start(RestServer server, String policy, Consumer<ServletContext> servlets) throws Exception {
        return startOn(server::start, policy, servlets);
    }

    static RestApp startOn(Container container, String policy, Consumer<ServletContext> servlets) throws Exception {
        return startOn(container, (app, context) -> {
            servlets.accept(context);
            app.installation = ZtRest.install(context, app.guard(policy));
        });
    }

    interface Container {
        RestServer.Running start(ServletContainerInitializer app) throws Exception;
    }

    interface Starting {
        void begin(RestApp app, ServletContext context);
    }

    static RestApp startWith(RestServer server, Starting starting) throws Exception {
        return startOn(server::start, starting);
    }

    private static RestApp startOn(Container container, Starting starting) throws Exception {
        RestApp app = new RestApp();
        app.running = container.start((classes, context) -> starting.begin(app, context));
        return app;
    }

    Guard guard(String policyYaml) {
        Policy policy = Policy.read("test policy", policyYaml.getBytes(StandardCharsets.UTF_8));
        return Guard.builder(VerifierRules.of(AUDIENCE), authority.bundles(), PolicySource.fixed(policy))
                .clock(clock)
                .audit(audit, Guard.AuditNeed.BEST_EFFORT)
                .allowLoopbackHttp()
                .build();
    }

    Installation installation() {
        return installation;
    }

    List<AuditEvent> events() {
        return audit.events();
    }

    WorkloadProof proof() {
        return gateway.prove(AUDIENCE);
    }

    /** With a proof of the gateway's. */
    HttpResponse<String> call(String method, String path) throws IOException, InterruptedException {
        return call(method, path, proof());
    }

    /** With a proof of a caller who may do less. */
    HttpResponse<String> callAsReader(String method, String path) throws IOException, InterruptedException {
        return call(method, path, reader.prove(AUDIENCE));
    }

    HttpResponse<String> call(String method, String path, WorkloadProof proof)
            throws IOException, InterruptedException {
        return send(request(method, path)
                .header("Workload-Identity-Token", proof.workloadIdentityToken())
                .header("Authorization", proof.authorization()));
    }

    HttpRequest.Builder request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + path))
                .method(method, BodyPublishers.noBody());
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        running.close();
    }
}
