package dev.zt.samples.demo;

import dev.zt.config.PrivateFile;
import dev.zt.config.Reloader;
import dev.zt.identity.Audience;
import dev.zt.identity.TrustDomain;
import dev.zt.identity.WorkloadId;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustedKeys;
import dev.zt.own.KeptIdentity;
import dev.zt.tls.PeerMatcher;
import dev.zt.tls.SvidTrust;
import dev.zt.tls.TlsContexts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The authority, the running instances of the services, and the intruder, each a JVM with an identity of its own.
 * Instances are named after their service, {@code orders-2} for the second one of orders. Used by one thread.
 */
final class Fleet implements AutoCloseable {
    static final List<String> SERVICES = List.of("gateway", "orders", "billing", "reports");
    static final String INTRUDER = "intruder";
    /** The folders that it writes. */
    static final List<String> FOLDERS = List.of("identities", "audit", "logs", "authority", "stolen");

    private static final Duration JOIN_LIFE = Duration.ofMinutes(10);
    private static final Map<String, Class<?>> PROGRAMS = Map.of(
            "gateway",
            Gateway.class,
            "orders",
            Orders.class,
            "billing",
            Billing.class,
            "reports",
            Reports.class,
            INTRUDER,
            Intruder.class);
    private static final Map<String, List<String>> CALLS =
            Map.of("gateway", List.of("orders", "reports"), "orders", List.of("billing"));

    private final Path folder;
    private final Office office;
    private final Map<String, Child> children = new LinkedHashMap<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Map<String, AuditFile> audits = new LinkedHashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> everybody;
    private final Reloader reloader = new Reloader(Duration.ofMillis(100));

    private Fleet(Path folder, Office office, Map<String, String> everybody) {
        this.folder = folder;
        this.office = office;
        this.everybody = everybody;
        audits.put("authority", audit("authority"));
    }

    /**
     * Starts all of it, with files below an empty folder.
     *
     * @param authority further lines of the authority's settings
     * @param everybody further variables of every instance
     */
    static Fleet start(Path folder, String authority, Map<String, String> everybody) throws IOException {
        for (String name : FOLDERS) {
            Files.createDirectories(folder.resolve(name));
        }
        Fleet fleet = new Fleet(folder, Office.open(folder, authority), everybody);
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
        office.zt("workload", "add", "gateway", "orders", "billing", "reports", INTRUDER, "operator");
        launch("gateway");
        launch("orders-1");
        launch("billing");
        launch("orders-2");
        launch("reports");
        launch(INTRUDER);
        for (String name : List.of("gateway", "orders-1", "billing", "orders-2", "reports")) {
            awaitPort(name);
        }
        child(INTRUDER).line();
        remember(INTRUDER);
        SERVICES.forEach(this::announce);
    }

    /** Gives a new instance its files: settings, policy, and a join file for the first contact. */
    Path enlist(String name) throws IOException {
        String service = Decided.service(name);
        Path home = home(name);
        PrivateFile.directory(home);
        Resources.copy(service, "zt.yaml", home);
        if (SERVICES.contains(service)) {
            Resources.copy(service, "zt-policy.yaml", home);
        }
        office.join(service, JOIN_LIFE, home.resolve("join"));
        return home;
    }

    private void launch(String name) throws IOException {
        Path home = enlist(name);
        Map<String, String> variables = new HashMap<>(everybody);
        variables.put("ZT_CONFIG", home.resolve("zt.yaml").toString());
        if (!name.equals(INTRUDER)) {
            audits.put(name, audit(name));
            variables.put("ZT_AUDIT_FILE", auditPath(name).toString());
        }
        Class<?> program = known(PROGRAMS, Decided.service(name));
        children.put(name, Child.start(name, program, folder.resolve("logs").resolve(name + ".log"), variables));
    }

    private void awaitPort(String name) throws IOException {
        ports.put(name, Integer.parseInt(child(name).line().substring("port ".length())));
        remember(name);
    }

    /** Learns which instance has a name, from its state directory. */
    void remember(String name) {
        KeptIdentity.in(home(name).resolve("state"))
                .flatMap(KeptIdentity::issued)
                .ifPresent(issued -> names.put(issued.instance().value(), name));
    }

    /** The id of an instance. */
    String instance(String name) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Has so many instances of orders running from now on. */
    void scaleOrders(int count) throws IOException {
        List<String> wanted = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            wanted.add("orders-" + i);
        }
        List<String> fresh =
                wanted.stream().filter(name -> !children.containsKey(name)).toList();
        for (String name : fresh) {
            launch(name);
        }
        for (String name : fresh) {
            awaitPort(name);
        }
        List<String> surplus = running("orders").stream()
                .filter(name -> !wanted.contains(name))
                .toList();
        announce("billing");
        announce("orders", wanted);
        // Told first, so that nobody calls one that is about to end.
        for (String name : surplus) {
            Child ended = known(children, name);
            children.remove(name);
            ended.release();
            ended.awaitEnd();
        }
    }

    /** The running instances of a service. */
    List<String> running(String service) {
        return children.keySet().stream()
                .filter(name -> Decided.service(name).equals(service))
                .toList();
    }

    private void announce(String service) {
        announce(service, running(service));
    }

    /** Tells everybody who calls a service where its instances are. */
    void announce(String service, Collection<String> instances) {
        String line = service + " " + instances.stream().map(this::origin).collect(Collectors.joining(" "));
        CALLS.forEach((caller, callees) -> {
            if (callees.contains(service)) {
                running(caller).forEach(name -> {
                    child(name).tell(line);
                    child(name).line();
                });
            }
        });
    }

    Office office() {
        return office;
    }

    /** Where the files of an instance are. */
    Path home(String name) {
        return folder.resolve("identities").resolve(name);
    }

    /** Where copies are that somebody made who should not have. */
    Path stolen(String name) {
        return folder.resolve("stolen").resolve(name);
    }

    Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }

    /** What callers of a service address, whatever its port is. */
    static Audience audienceOf(String service) {
        return Audience.of("https://" + service + ".shop.example");
    }

    static String idOf(String service) {
        return "spiffe://shop.example/" + service;
    }

    /** The port of an instance, also of one that has ended; of a service, that of its first instance. */
    int port(String name) {
        return name.equals("authority")
                ? office.port()
                : ports.containsKey(name)
                        ? known(ports, name)
                        : known(ports, running(name).get(0));
    }

    String origin(String name) {
        return "https://127.0.0.1:" + port(name);
    }

    /** What customers recognise the gateway by: its id, and the bundle of the trust domain as it is published now. */
    SvidTrust customersTrust() {
        TrustDomain domain = TrustDomain.of("shop.example");
        Path bundle = home("gateway").resolve("state/bundle.json");
        TrustedKeys bundles = TrustedKeys.builder(SignatureProvider.fastest(), InstantSource.system())
                .bundleFile(domain, bundle)
                .build();
        reloader.every(bundles::refresh);
        PeerMatcher gateway = PeerMatcher.exactly(WorkloadId.of(idOf("gateway")));
        return new SvidTrust(
                Map.of(URI.create(origin("gateway")), gateway),
                bundles,
                SignatureProvider.fastest(),
                InstantSource.system());
    }

    /** A client for customers. */
    static HttpClient customer(SvidTrust trust) {
        return HttpClient.newBuilder()
                .sslContext(TlsContexts.client(trust))
                .proxy(HttpClient.Builder.NO_PROXY)
                .build();
    }

    private Path auditPath(String name) {
        return folder.resolve("audit").resolve(name + ".jsonl");
    }

    private AuditFile audit(String name) {
        return new AuditFile(auditPath(name), name, (instance, otherwise) -> names.getOrDefault(instance, otherwise));
    }

    /** The audit files of all instances that a service ever had. */
    Collection<AuditFile> audits(String service) {
        return audits.entrySet().stream()
                .filter(entry -> Decided.service(entry.getKey()).equals(service))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Has the intruder do something; what it answers. */
    String order(String order) {
        child(INTRUDER).tell(order);
        return child(INTRUDER).line();
    }

    /** The resident memory of all children in MiB, 0 where the system does not say. */
    long residentMib() {
        long instances =
                children.values().stream().mapToLong(Child::residentKib).sum();
        return (instances + office.residentKib()) / 1024;
    }

    /** How many JVMs run. */
    int size() {
        return children.size() + 1;
    }

    private Child child(String name) {
        return known(children, name);
    }

    private static <T> T known(Map<String, T> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    private void kill() {
        List.copyOf(children.values()).forEach(Child::kill);
        office.kill();
    }

    /** Ends all children and waits for that, so that their audit files are complete. */
    @Override
    public void close() {
        List<Child> all = new ArrayList<>(children.values());
        all.forEach(Child::release);
        all.forEach(Child::awaitEnd);
        office.close();
        reloader.close();
    }
}
