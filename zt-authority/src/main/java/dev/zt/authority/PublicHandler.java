package dev.zt.authority;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What everybody may ask: the published documents, and an identity. */
final class PublicHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(PublicHandler.class);
    private static final String BUNDLE = "/bundle/";

    private final Publication publication;
    private final ProvenRequest.Reader reader;
    private final Issuing issuing;
    private final Nonces nonces;
    private final AddressLimit limit;
    private final Readiness readiness;
    private final IssuanceAudit audit;
    private final GrantedOperators granted;

    PublicHandler(
            Publication publication,
            ProvenRequest.Reader reader,
            Issuing issuing,
            Nonces nonces,
            AddressLimit limit,
            Readiness readiness,
            IssuanceAudit audit,
            GrantedOperators granted) {
        this.publication = publication;
        this.reader = reader;
        this.issuing = issuing;
        this.nonces = nonces;
        this.limit = limit;
        this.readiness = readiness;
        this.audit = audit;
        this.granted = granted;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        try {
            switch (exchange.method() + " " + exchange.path()) {
                case "GET /status" ->
                    exchange.document("application/jose", publication.now().status());
                case "GET /bundle" ->
                    exchange.document("application/json", publication.now().bundle());
                case "POST /enrol" -> issue(exchange, "enrol");
                case "POST /renew" -> issue(exchange, "renew");
                default -> limited(request, exchange);
            }
        } catch (RuntimeException e) {
            LOG.error("zt: a request failed", e);
            exchange.refuse(Refusal.AUTHORITY_UNAVAILABLE);
        }
        return true;
    }

    // What is not served from memory: each address gets only so much of it.
    private void limited(Request request, Exchange exchange) {
        if (!limit.allows(exchange.address())) {
            exchange.refuse(Refusal.RATE_LIMITED);
            return;
        }
        switch (exchange.method() + " " + exchange.path()) {
            case "GET /nonce" -> exchange.json(200, Map.of("nonce", nonces.next()));
            case "GET /health" -> exchange.json(200, state("up", readiness.problems()));
            case "GET /ready" -> ready(exchange);
            default -> other(request, exchange);
        }
    }

    private void ready(Exchange exchange) {
        Map<String, String> problems = readiness.problems();
        exchange.json(problems.isEmpty() ? 200 : 503, state(problems.isEmpty() ? "ready" : "not ready", problems));
    }

    private static Map<String, Object> state(String word, Map<String, String> problems) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("state", word);
        state.put("problems", problems);
        return state;
    }

    private void other(Request request, Exchange exchange) {
        if (granted.serve(exchange.path())) {
            granted.handle(request, exchange);
            return;
        }
        Optional<Publication.Document> document =
                exchange.method().equals("GET") && exchange.path().startsWith(BUNDLE)
                        ? publication.bundle(exchange.path().substring(BUNDLE.length()))
                        : Optional.empty();
        document.ifPresentOrElse(
                found -> exchange.document("application/json", found),
                () -> exchange.problem(404, "not-found", "There is nothing here"));
    }

    private void issue(Exchange exchange, String what) {
        Issuance issuance = limit.allows(exchange.address())
                ? issued(exchange, what)
                : new Issuance.Refused(Refusal.RATE_LIMITED, "");
        audit.record(what, issuance, exchange.address());
        if (issuance instanceof Issuance.Given given) {
            exchange.json(200, answer(given));
        } else if (issuance instanceof Issuance.Refused refused) {
            exchange.refuse(refused.reason());
        }
    }

    private Issuance issued(Exchange exchange, String what) {
        try {
            byte[] body = exchange.body();
            return what.equals("enrol") ? issuing.enrol(reader.enrolment(body)) : issuing.renew(reader.renewal(body));
        } catch (RefusedException e) {
            return new Issuance.Refused(e.refusal(), "");
        } catch (IllegalStateException e) {
            LOG.error("zt: a request to {} failed", what, e);
            return new Issuance.Refused(Refusal.AUTHORITY_UNAVAILABLE, "");
        }
    }

    private static Map<String, Object> answer(Issuance.Given given) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("workload", given.workload().toString());
        answer.put("instance", given.instance());
        answer.put("wit", given.wit());
        answer.put("certificate", List.of(given.certificate()));
        return answer;
    }
}
