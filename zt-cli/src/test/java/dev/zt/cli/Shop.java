package dev.zt.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.zt.authority.Authority;
import dev.zt.authority.AuthoritySettings;
import dev.zt.config.PrivateFile;
import dev.zt.config.Settings;
import dev.zt.guard.Admission;
import dev.zt.guard.Guard;
import dev.zt.identity.TrustDomain;
import dev.zt.own.ServiceIdentity;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** An authority, and on demand a guarded service over HTTPS, for commands to be run against. */
final class Shop implements AutoCloseable {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: shop
            admit: {trust-domains: [shop.example], segments: [shop]}
            workloads:
              gateway: spiffe://shop.example/gateway
              orders: spiffe://shop.example/orders
            segments: {shop: [gateway, orders]}
            endpoints:
              read-order: {match: "GET /orders/{id}", requires: ["orders:read"]}
              place-order: {match: "POST /orders", requires: ["orders:write"]}
            allow:
              - {id: A1, caller: gateway, to: read-order, scopes: ["orders:read"]}
            tests:
              - {as: gateway, call: GET /orders/7, expect: allow A1}
              - {as: gateway, call: POST /orders, expect: deny}
            """;

    private final Path base;
    private final Authority authority;
    private final AtomicInteger requests = new AtomicInteger();
    private final Deque<Runnable> parts = new ArrayDeque<>();

    Shop(Path base) throws IOException {
        this.base = base;
        Files.writeString(base.resolve("admin.yaml"), """
                zt: 1
                service: authority
                segment: control
                admit: {trust-domains: [shop.example], segments: [control]}
                workloads: {operators: spiffe://shop.example/operators}
                segments: {control: [operators]}
                endpoints: {look: {match: "GET /admin/{**}", requires: ["zt:admin"]}}
                allow: [{id: A1, caller: operators, to: look, scopes: ["zt:admin"]}]
                """);
        AuthoritySettings settings = AuthoritySettings.builder(directory(), TrustDomain.of("shop.example"))
                .listen("127.0.0.1", 0)
                .policy(base.resolve("admin.yaml"))
                .build();
        this.authority = Authority.start(settings);
        parts.push(authority::close);
    }

    /** What one command came to. */
    record Ran(int code, String out, String err) {}

    static Ran zt(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Zt.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Ran(code, out.toString(), err.toString());
    }

    Path directory() {
        return base.resolve("authority");
    }

    Authority authority() {
        return authority;
    }

    /** Writes a join file of a workload, registering it if it is new. */
    Path join(String workload) throws IOException {
        boolean known = authority.administration().workloads().stream()
                .anyMatch(entry -> entry.name().equals(workload));
        if (!known) {
            authority.administration().addWorkload(workload);
        }
        Path file = base.resolve(workload + ".join");
        String content =
                authority.administration().join(workload, Duration.ofMinutes(1)).toSecretJson();
        PrivateFile.replace(file, content.getBytes(StandardCharsets.UTF_8));
        return file;
    }

    Settings settings(String workload) throws IOException {
        return Settings.ofVariables(variables(workload), base);
    }

    Map<String, String> variables(String workload) throws IOException {
        Files.writeString(base.resolve("zt-policy.yaml"), POLICY);
        Map<String, String> variables = new HashMap<>();
        variables.put("ZT_SERVICE", workload);
        variables.put("ZT_TRUST_DOMAIN", "shop.example");
        variables.put("ZT_AUDIENCE", "https://orders.internal");
        variables.put("ZT_POLICY", base.resolve("zt-policy.yaml").toString());
        variables.put("ZT_JOIN_FILE", join(workload).toString());
        variables.put("ZT_STATE_DIRECTORY", base.resolve(workload + ".state").toString());
        return variables;
    }

    /** Starts the service 'orders'; its origin. */
    String orders() throws IOException {
        Settings settings = settings("orders");
        Guard guard = Guard.from(settings);
        parts.push(guard::close);
        ServiceIdentity identity = ServiceIdentity.from(settings);
        parts.push(identity::close);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity.serverTls()));
        server.createContext("/", exchange -> serve(guard, exchange));
        server.start();
        parts.push(() -> server.stop(0));
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many requests came to the service. */
    int requests() {
        return requests.get();
    }

    private void serve(Guard guard, HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        Call call = Call.of(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                name -> exchange.getRequestHeaders().getOrDefault(name, List.of()),
                Channel.TLS);
        Admission admission = guard.admit(call);
        if (admission instanceof Admission.Granted granted) {
            answer(
                    exchange,
                    200,
                    ("an order for " + granted.caller().orElseThrow().id()).getBytes(StandardCharsets.UTF_8));
        } else if (admission instanceof Admission.Refused refused) {
            answer(exchange, refused.answer().status(), refused.answer().body());
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            parts.pop().run();
        }
    }
}
