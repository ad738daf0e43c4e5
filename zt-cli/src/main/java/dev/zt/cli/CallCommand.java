package dev.zt.cli;

import dev.zt.identity.Scopes;
import dev.zt.identity.WorkloadId;
import dev.zt.outbound.Destination;
import dev.zt.outbound.OutboundAuth;
import dev.zt.own.ServiceIdentity;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code zt call}: one proven call, by an identity that is kept for the next one. */
@Command(
        name = "call",
        mixinStandardHelpOptions = true,
        description = {
            "Calls a service and proves who calls.",
            "The answer goes to standard output; fails if its status is 400 or more."
        })
final class CallCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CallerOptions caller = new CallerOptions();

    @ArgGroup
    private Answering answering = new Answering();

    @Option(
            names = "--audience",
            paramLabel = "AUDIENCE",
            description = "what the service is addressed as; default the origin of the URL")
    private Optional<String> audience = Optional.empty();

    @Option(
            names = "--scopes",
            paramLabel = "SCOPES",
            description = "shows an access token with these scopes (\"a b\") in place of the workload's proof; default"
                    + " where the process is a client of an authorization server alone")
    private Optional<String> scopes = Optional.empty();

    @Option(
            names = {"-X", "--method"},
            paramLabel = "METHOD",
            description = "default ${DEFAULT-VALUE}")
    private String method = "GET";

    @Option(
            names = {"-d", "--data"},
            paramLabel = "TEXT",
            description = "the content of the request")
    private String data = "";

    @Parameters(paramLabel = "URL", description = "https, or http to 127.0.0.1 and [::1]")
    private URI url = URI.create("");

    private Optional<WorkloadId> answered = Optional.empty();

    /** Who must answer. */
    static final class Answering {
        @Option(
                names = "--callee",
                paramLabel = "ID",
                description = "the SPIFFE ID that must answer; default whoever answered there before, and at the"
                        + " first call any workload of the own trust domain; the command says which")
        private Optional<String> id = Optional.empty();

        @Option(names = "--web-pki", description = "the platform's certificate authorities say who answers")
        private boolean webPki;
    }

    @Override
    public Integer call() throws InterruptedException {
        requireSensible();
        try (ServiceIdentity me = caller.open()) {
            HttpRequest request = HttpRequest.newBuilder(url)
                    .timeout(PATIENCE)
                    .method(method, HttpRequest.BodyPublishers.ofString(data))
                    .build();
            HttpResponse<String> answer = client(me).send(request, HttpResponse.BodyHandlers.ofString());
            answered.ifPresent(id -> caller.remember(origin(), id));
            PrintWriter out = spec.commandLine().getOut();
            out.println(answer.body().strip());
            spec.commandLine().getErr().println("zt: " + answer.statusCode() + " to " + me.caller());
            return answer.statusCode() < 400 ? 0 : 1;
        } catch (IOException e) {
            throw new CommandFailed("no answer from " + url + " (" + e.getMessage() + ")");
        }
    }

    // Before a join file is used for a call that cannot be made.
    private void requireSensible() {
        boolean https = "https".equals(url.getScheme());
        if (url.getRawAuthority() == null || !(https || "http".equals(url.getScheme()))) {
            throw new ParameterException(
                    spec.commandLine(), "the URL must be whole, such as https://orders.internal/orders/7");
        }
        if (!https && (answering.id.isPresent() || answering.webPki)) {
            throw new ParameterException(spec.commandLine(), "over plain http nobody can prove who answers");
        }
        if (Scopes.parse(scopes.orElse("")).isEmpty()) {
            throw new ParameterException(spec.commandLine(), "scopes are written with single spaces between them");
        }
    }

    private HttpClient client(ServiceIdentity me) throws IOException {
        Destination destination = Destination.of(origin());
        destination = audience.isPresent() ? destination.audience(audience.get()) : destination;
        if (scopes.isPresent() || !me.isWorkload()) {
            destination =
                    destination.accessToken(Scopes.parse(scopes.orElse("")).orElseThrow());
        }
        if ("http".equals(url.getScheme())) {
            HttpClient plain =
                    HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
            return OutboundAuth.of(me).allowLoopbackHttp().to(destination).wrap(plain);
        }
        answered = callee(me);
        destination = answered.isPresent() ? destination.answeredBy(answered.get()) : destination;
        return OutboundAuth.of(me).to(destination).newHttpClient();
    }

    private Optional<WorkloadId> callee(ServiceIdentity me) throws IOException {
        if (answering.id.isPresent()) {
            return answering.id.map(WorkloadId::of);
        }
        // A client alone believes nobody's bundle, so it has nothing to recognise a workload by.
        if (answering.webPki || !me.isWorkload()) {
            return Optional.empty();
        }
        WorkloadId found = Answerer.at(URI.create(origin()), me);
        Optional<WorkloadId> before = caller.answererOf(origin());
        if (before.isPresent() && !before.get().equals(found)) {
            throw new CommandFailed(origin() + " was answered by " + before.get() + " before, and is by " + found
                    + " now; if that is right, say so once with --callee " + found);
        }
        spec.commandLine().getErr().println("zt: " + origin() + " is answered by " + found);
        return Optional.of(found);
    }

    private String origin() {
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
