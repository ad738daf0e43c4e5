package dev.zt.samples.demo;

import dev.zt.identity.Audience;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The running services and the intruder, each a JVM with an identity of its own. Used by one thread. */
final class Fleet implements AutoCloseable {
    static final List<String> SERVICES = List.of("gateway", "orders", "billing", "reports");
    static final String INTRUDER = "intruder";
    /** The folders that it writes. */
    static final List<String> FOLDERS = List.of("identities", "audit", "logs");

    private final TestAuthority authority = TestAuthority.of("shop.example", InstantSource.system());
    private final Path folder;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, TestWorkload> workloads = new HashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, AuditFile> audits = new HashMap<>();

    private Fleet(Path folder) {
        this.folder = folder;
    }

    /** Starts all of it, with files below an empty folder. */
    static Fleet start(Path folder) throws IOException {
        Fleet fleet = new Fleet(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::kill, "demo-end"));
        try {
            fleet.startAll();
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.kill();
            throw e;
        }
    }

    private void startAll() throws IOException {
        Files.createDirectories(folder.resolve("audit"));
        Files.createDirectories(folder.resolve("logs"));
        launch("billing", Billing.class, Map.of());
        launch("reports", Reports.class, Map.of());
        awaitPort("billing");
        launch("orders", Orders.class, Map.of("BILLING_ORIGIN", origin("billing")));
        awaitPort("reports");
        launch(INTRUDER, Intruder.class, Map.of());
        awaitPort("orders");
        launch(
                "gateway",
                Gateway.class,
                Map.of("ORDERS_ORIGIN", origin("orders"), "REPORTS_ORIGIN", origin("reports")));
        child(INTRUDER).line();
        awaitPort("gateway");
    }

    private void launch(String name, Class<?> program, Map<String, String> variables) throws IOException {
        Path identity = folder.resolve("identities").resolve(name);
        TestWorkload workload = authority.issue("/" + name);
        authority.write(workload, identity);
        copy(name, "zt.yaml", identity);
        if (SERVICES.contains(name)) {
            copy(name, "zt-policy.yaml", identity);
            audits.put(name, new AuditFile(folder.resolve("audit").resolve(name + ".jsonl")));
        }
        workloads.put(name, workload);
        Map<String, String> all = new HashMap<>(variables);
        all.put("ZT_CONFIG", identity.resolve("zt.yaml").toString());
        children.put(name, Child.start(name, program, folder.resolve("logs").resolve(name + ".log"), all));
    }

    private static void copy(String name, String file, Path to) throws IOException {
        try (InputStream resource = Fleet.class.getResourceAsStream("/" + name + "/" + file)) {
            Files.copy(Objects.requireNonNull(resource, file), to.resolve(file));
        }
    }

    private void awaitPort(String name) {
        String line = child(name).line();
        ports.put(name, Integer.parseInt(line.substring("port ".length())));
    }

    TestAuthority authority() {
        return authority;
    }

    /** The identity that a service runs with: what somebody has who has stolen its files. */
    TestWorkload identityOf(String name) {
        return known(workloads, name);
    }

    /** What callers of a service address, whatever its port is. */
    static Audience audienceOf(String service) {
        return Audience.of("https://" + service + ".shop.example");
    }

    int port(String service) {
        return known(ports, service);
    }

    String origin(String service) {
        return "http://127.0.0.1:" + port(service);
    }

    AuditFile audit(String service) {
        return known(audits, service);
    }

    /** Has the intruder do something; the status that it was answered with. */
    int order(String order) {
        child(INTRUDER).tell(order);
        return Integer.parseInt(child(INTRUDER).line());
    }

    /** The resident memory of all children in MiB, 0 where the system does not say. */
    long residentMib() {
        return children.values().stream().mapToLong(Child::residentKib).sum() / 1024;
    }

    int size() {
        return children.size();
    }

    private Child child(String name) {
        return known(children, name);
    }

    private static <T> T known(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private void kill() {
        List.copyOf(children.values()).forEach(Child::kill);
    }

    /** Ends all children and waits for that, so that their audit files are complete. */
    @Override
    public void close() {
        List<Child> all = new ArrayList<>(children.values());
        all.forEach(Child::release);
        all.forEach(Child::awaitEnd);
    }
}
