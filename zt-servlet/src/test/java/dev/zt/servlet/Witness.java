package dev.zt.servlet;

import dev.zt.audit.AuditEvent;
import dev.zt.audit.AuditField;
import dev.zt.audit.AuditSink;
import dev.zt.guard.Guard;
import dev.zt.guard.PolicySource;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.BundleSource;
import dev.zt.policy.Policy;
import dev.zt.testkit.ManualClock;
import dev.zt.testkit.TestAuthority;
import dev.zt.testkit.TestClient;
import dev.zt.testkit.TestIssuer;
import dev.zt.testkit.TestWorkload;
import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.TokenRules;
import dev.zt.verify.VerifierRules;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.eclipse.jetty.ee10.servlet.AsyncContextEvent;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * A guarded application that looks, wherever a request comes by, whether it sees the caller that the request
 * names: by its number in the last segment of the path and in a header. What differs is a mix-up; so is an audit
 * event that names another caller than its path. Every run of a handler is counted by the step of its way.
 */
final class Witness implements AutoCloseable {
    private static final String POLICY = """
            zt: 1
            service: orders
            segment: core
            admit: {trust-domains: [shop.example], issuers: ["https://idp.example"]}
            workloads: {orders: 'spiffe://shop.example/orders'}
            segments: {core: [orders]}
            endpoints:
              open: {match: "GET /public/{**}", public: true}
              seen: {match: "GET /api/seen/{**}", requires: [orders:read]}
              target: {match: "GET /api/target/{**}", requires: [orders:read]}
              page: {match: "GET /api/page", requires: [orders:read]}
              public-page: {match: "GET /public-page", public: true}
              admin: {match: "GET /api/admin/{**}", requires: [admin]}
            allow:
              - {id: all, caller: ['trust-domain:shop.example'], to: [seen, target, page], scopes: [orders:read]}
              - {id: clients, caller: ['issuer:https://idp.example'], to: [seen, target, page], scopes: [orders:read], bound: false}
            """;
    private static final int MOST_INSIDE = 10_000;
    private static final int MOST_PROOFS = 1 << 21;
    private static final long TIMEOUT_MILLIS = 5;
    private static final String LATER = "later";

    /** What requests are served on. */
    enum Threads {
        PLATFORM,
        VIRTUAL
    }

    private final ManualClock clock = ManualClock.at("2026-01-01T00:00:00Z");
    private final TestAuthority authority = TestAuthority.of("shop.example", clock);
    private final TestIssuer issuer = TestIssuer.of("https://idp.example", clock);
    private final InMemoryReplayStore proofs = new InMemoryReplayStore(MOST_PROOFS, clock);
    private final List<TestWorkload> callers;
    private final List<TestClient> clients;
    private final Server server;
    private final ServerConnector connector;
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Semaphore inside = new Semaphore(MOST_INSIDE);

    private final Map<String, LongAdder> visits = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();
    private final LongAdder onVirtual = new LongAdder();
    private final LongAdder onPlatform = new LongAdder();
    private final LongAdder mixUps = new LongAdder();
    private final Queue<String> firstMixUps = new ConcurrentLinkedQueue<>();

    private Witness(Threads threads, int callers) {
        this.callers = IntStream.range(0, callers)
                .mapToObj(number -> authority.issue("/callers/" + number))
                .toList();
        this.clients = IntStream.range(0, callers)
                .mapToObj(number -> issuer.client("client-" + number))
                .toList();
        QueuedThreadPool pool = new QueuedThreadPool(24);
        if (threads == Threads.VIRTUAL) {
            pool.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        server = new Server(pool);
        connector =
                new ServerConnector(server, null, new PatientScheduler(), null, -1, -1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        connector.setAcceptQueueSize(callers);
        server.addConnector(connector);
        server.setHandler(new Porch(context()));
    }

    static Witness start(Threads threads, int callers) throws Exception {
        Witness witness = new Witness(threads, callers);
        witness.server.start();
        return witness;
    }

    private ServletContextHandler context() {
        ServletContextHandler context = new ServletContextHandler();
        serve(context, "public", new First("public-"), "/public/*");
        serve(context, "seen", new First(""), "/api/seen/*");
        serve(context, "target", new Last("target"), "/api/target/*");
        serve(context, "page", new Last("page"), "/api/page");
        serve(context, "public-page", new Last("public-page"), "/public-page");
        serve(context, "admin", new Last("admin"), "/api/admin/*");
        ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
        pages.addErrorPage(500, "/api/page");
        pages.addErrorPage(501, "/public-page");
        context.setErrorHandler(pages);
        Guard guard = guard();
        context.addServletContainerInitializer((classes, servletContext) -> ZeroTrust.install(servletContext, guard));
        return context;
    }

    private static void serve(ServletContextHandler context, String name, HttpServlet servlet, String pattern) {
        ServletHolder holder = new ServletHolder(name, servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, pattern);
    }

    private Guard guard() {
        // Looked up once, since the authority writes and reads its bundle anew each time.
        BundleLookup found = authority.bundles().bundle(authority.trustDomain());
        BundleLookup ofIssuer = issuer.bundles().bundle(issuer.url());
        BundleSource bundles = domain -> {
            if (domain.equals(authority.trustDomain())) {
                return found;
            }
            return domain.equals(issuer.url()) ? ofIssuer : new BundleLookup.NotTrusted();
        };
        AuditSink sink = this::compare;
        return Guard.builder(
                        VerifierRules.of(App.AUDIENCE)
                                .tokens(TokenRules.none()
                                        .issuer(issuer.url(), App.AUDIENCE)
                                        .origin(App.AUDIENCE))
                                .acceptingSignatures(),
                        bundles,
                        PolicySource.fixed(Policy.read("load", POLICY.getBytes(StandardCharsets.UTF_8))))
                .clock(clock)
                .replayStore(proofs)
                .audit(sink, Guard.AuditNeed.BEST_EFFORT)
                .allowLoopbackHttp()
                .build();
    }

    List<TestWorkload> callers() {
        return callers;
    }

    List<TestClient> clients() {
        return clients;
    }

    /** The time of the guard and of the proofs; it moves by the number of requests and not by itself. */
    ManualClock clock() {
        return clock;
    }

    int port() {
        return connector.getLocalPort();
    }

    /** How many used proofs the guard remembers. */
    int remembered() {
        return proofs.size();
    }

    long mixUps() {
        return mixUps.sum();
    }

    /** What the first mix-ups were. */
    List<String> firstMixUps() {
        return List.copyOf(firstMixUps);
    }

    /** How often each step of each way was come by, as {@code WAY:step}. */
    Map<String, LongAdder> visits() {
        return visits;
    }

    /** How often each reason was given for a decision. */
    Map<String, LongAdder> reasons() {
        return reasons;
    }

    /** How many runs of handlers were on a kind of thread; with virtual ones Jetty still runs some on its own. */
    long runsOn(Threads threads) {
        return (threads == Threads.VIRTUAL ? onVirtual : onPlatform).sum();
    }

    /** Waits until no handler runs any more for requests that were answered. */
    void awaitQuiet() throws InterruptedException {
        if (!inside.tryAcquire(MOST_INSIDE, 60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("handlers still run though every request was answered");
        }
        inside.release(MOST_INSIDE);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server does not stop", e);
        }
        workers.shutdownNow();
    }

    private void compare(AuditEvent event) {
        if (event.outcome() == AuditEvent.Outcome.NOTICE) {
            return;
        }
        count(reasons, event.reason());
        String path = event.text(AuditField.PATH);
        if (event.caller().isPresent() && !path.equals("/api/page")) {
            int number = number(path);
            TestWorkload expected = callers.get(number);
            boolean workload = event.caller().get().equals(expected.id())
                    && event.instance().map(Object::toString).equals(Optional.of(expected.instance()));
            if (!workload && !event.caller().get().equals(clients.get(number).id())) {
                mixUp("the audit names " + event.caller().get() + " for " + path);
            }
        }
    }

    private static int number(String path) {
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    private static void count(Map<String, LongAdder> counts, String key) {
        LongAdder count = counts.get(key);
        (count == null ? counts.computeIfAbsent(key, unused -> new LongAdder()) : count).increment();
    }

    private void mixUp(String what) {
        mixUps.increment();
        if (firstMixUps.size() < 20) {
            firstMixUps.add(what);
        }
    }

    /** What a request says of itself. */
    private record Claim(Way way, int caller, long serial) {
        static Claim of(HttpServletRequest request) {
            return new Claim(
                    Way.valueOf(request.getHeader("Way")),
                    Integer.parseInt(request.getHeader("As")),
                    Long.parseLong(request.getHeader("Serial")));
        }
    }

    /** Looks who calls, at a step of a request. */
    private Claim look(HttpServletRequest request, String step) {
        Claim claim = Claim.of(request);
        compare(claim, step, Caller.find(request));
        (VirtualThreads.isVirtualThread() ? onVirtual : onPlatform).increment();
        return claim;
    }

    private void compare(Claim claim, String step, Optional<Caller> caller) {
        count(visits, claim.way() + ":" + step);
        TestWorkload expected = callers.get(claim.caller());
        boolean right = Way.isPublic(step) ? caller.isEmpty() : caller.isPresent() && isRight(claim, caller.get());
        if (!right) {
            mixUp(claim.way() + ":" + step + " for " + expected + " saw " + caller);
        }
    }

    private boolean isRight(Claim claim, Caller caller) {
        if (claim.way().isOfClient()) {
            return caller.id().equals(clients.get(claim.caller()).id());
        }
        TestWorkload expected = callers.get(claim.caller());
        return caller.id().equals(expected.id()) && caller.instance().toString().equals(expected.instance());
    }

    private static void say(Claim claim, String step, HttpServletResponse response) throws IOException {
        response.getWriter().print(Way.say(step, claim.caller(), claim.serial()));
    }

    /** Before the application: knows when a dispatch with all that belongs to it is over. */
    private final class Porch extends Handler.Wrapper {
        Porch(Handler application) {
            super(application);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            inside.acquire();
            try {
                return super.handle(request, response, callback);
            } finally {
                if (request.getAttribute(LATER) instanceof Runnable work) {
                    workers.execute(work);
                }
                inside.release();
            }
        }
    }

    /**
     * Jetty 12.1.14 loses an async timeout whose time is over before the thread that asked for it has put its task
     * down (AsyncContextEvent.run), and the request then hangs, guarded or not. This one waits for that thread.
     */
    private static final class PatientScheduler extends ScheduledExecutorScheduler {
        private static final int MOST_LOOKS = 10_000;

        PatientScheduler() {
            super("scheduler", true);
        }

        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
            return super.schedule(
                    task instanceof AsyncContextEvent event ? () -> runOnceSet(event, MOST_LOOKS) : task, delay, unit);
        }

        private void runOnceSet(AsyncContextEvent event, int looks) {
            if (event.hasTimeoutTask() || looks == 0) {
                event.run();
            } else {
                super.schedule(() -> runOnceSet(event, looks - 1), 1, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Answers at the end of a way. */
    private final class Last extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String step;

        Last(String step) {
            this.step = step;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            say(look(request, step), step, response);
        }
    }

    /** Sends a request the way that it names. */
    private final class First extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final String prefix;

        First(String prefix) {
            this.prefix = prefix;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws ServletException, IOException {
            Way.Move move = Claim.of(request).way().move();
            if (move == Way.Move.ANSWER) {
                say(look(request, prefix + "here"), prefix + "here", response);
                return;
            }
            Claim claim = look(request, prefix + "before");
            String number = request.getPathInfo();
            if (number(number) != claim.caller()) {
                mixUp(claim.way() + " has the path of " + number + " and the headers of " + claim.caller());
            }
            switch (move) {
                case FORWARD -> forward(request, response, "/api/target" + number);
                case FORWARD_AWAY -> forward(request, response, "/api/admin" + number);
                case INCLUDE -> {
                    say(claim, prefix + "before", response);
                    request.getRequestDispatcher("/api/target" + number).include(request, response);
                    say(look(request, prefix + "after"), prefix + "after", response);
                }
                case ASYNC -> request.startAsync().dispatch("/api/target" + number);
                case WORK -> goOnLater(request, claim);
                case TIMEOUT -> {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(TIMEOUT_MILLIS);
                    async.addListener(new Overslept("/api/target" + number));
                }
                case TIMEOUT_PAGE -> request.startAsync().setTimeout(TIMEOUT_MILLIS);
                case ERROR -> response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                case PUBLIC_ERROR -> response.sendError(HttpServletResponse.SC_NOT_IMPLEMENTED);
                case THROW -> throw new ServletException("on purpose");
                case ANSWER -> throw new IllegalStateException("answered above");
            }
        }

        private void forward(HttpServletRequest request, HttpServletResponse response, String where)
                throws ServletException, IOException {
            request.getRequestDispatcher(where).forward(request, response);
            look(request, prefix + "after");
        }

        private void goOnLater(HttpServletRequest request, Claim claim) {
            Optional<Caller> kept = Caller.find(request);
            AsyncContext async = request.startAsync();
            Runnable work = () -> {
                String step = prefix + "later";
                compare(claim, step, kept);
                if (kept.isPresent() && !kept.get().stillValid()) {
                    mixUp(claim.way() + ": the caller that was kept is valid no more");
                }
                try {
                    say(claim, step, (HttpServletResponse) async.getResponse());
                } catch (IOException e) {
                    mixUp(claim.way() + ": " + e);
                } finally {
                    async.complete();
                }
            };
            request.setAttribute(LATER, work);
        }
    }

    /** Looks who calls when asynchronous work took too long, and sends the request on. */
    private final class Overslept implements AsyncListener {
        private final String next;

        Overslept(String next) {
            this.next = next;
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            AsyncContext async = event.getAsyncContext();
            Claim claim = Claim.of((HttpServletRequest) async.getRequest());
            compare(claim, "timeout", Caller.find(async.getRequest()));
            async.dispatch(next);
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
