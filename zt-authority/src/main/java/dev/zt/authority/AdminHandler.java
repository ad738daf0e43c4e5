package dev.zt.authority;

import dev.zt.enrolment.JoinFile;
import dev.zt.identity.DatabaseUser;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators may ask: over the admin socket, which only the authority's own user can open, or as a caller whom the
 * authority's policy grants it.
 */
final class AdminHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
    private static final String WORKLOADS = "/admin/workloads/";
    private static final String DATABASE_USERS = "/admin/database-users/";
    private static final String REVOCATIONS = "/admin/revocations/";
    private static final String KEYS = "/admin/keys/";

    private final Administration administration;
    private final IssuanceAudit audit;

    AdminHandler(Administration administration, IssuanceAudit audit) {
        this.administration = administration;
        this.audit = audit;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        serve(new Exchange(request, response, callback), "admin socket");
        return true;
    }

    /** Does what is asked, for somebody who may, and records it. */
    void serve(Exchange exchange, String who) {
        String what = exchange.method();
        String whom = exchange.path() + subject(exchange.body());
        try {
            Map<String, ?> answer = answer(exchange, what, exchange.path());
            audit.administered(who, what, whom, 200);
            exchange.json(200, answer);
        } catch (RefusedException e) {
            audit.administered(who, what, whom, 400);
            exchange.problem(400, "admin-malformed", "The request is not the JSON object that it must be");
        } catch (IllegalArgumentException e) {
            audit.administered(who, what, whom, 400);
            exchange.problem(400, "admin-refused", String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("zt: an admin request failed", e);
            audit.administered(who, what, whom, 503);
            exchange.problem(503, "authority-unavailable", "The authority cannot do it now; its log says why");
        }
    }

    // Whom a request with content is about, for the record; nothing in these is secret.
    private static String subject(byte[] body) {
        JsonObject json = body.length == 0 ? null : Json.object(body);
        return json == null
                ? ""
                : json.names().stream()
                        .flatMap(name -> json.string(name).map(text -> " " + name + "=" + text).stream())
                        .collect(Collectors.joining());
    }

    private Map<String, ?> answer(Exchange exchange, String method, String path) throws RefusedException {
        return switch (method + " " + path) {
            case "GET /admin/workloads" -> Map.of("workloads", workloads());
            case "POST /admin/workloads" -> workload(add(body(exchange, Set.of("name", "database_user"))));
            case "POST /admin/database-users" -> assign(body(exchange, Set.of("workload", "database_user")));
            case "POST /admin/joins" -> join(body(exchange, Set.of("workload", "seconds")));
            case "GET /admin/instances" -> Map.of("instances", instances());
            case "POST /admin/revocations" -> revoke(body(exchange, Set.of("instance", "workload", "key", "reason")));
            case "GET /admin/status" -> status();
            case "POST /admin/keys/rotate" -> {
                administration.rotateKeys();
                yield Map.of("keys", keys());
            }
            default -> onOne(method, path);
        };
    }

    private Map<String, ?> onOne(String method, String path) {
        if (method.equals("DELETE") && path.startsWith(WORKLOADS)) {
            administration.removeWorkload(decoded(path.substring(WORKLOADS.length())));
            return Map.of();
        }
        if (method.equals("DELETE") && path.startsWith(DATABASE_USERS)) {
            administration.withdrawDatabaseUser(decoded(path.substring(DATABASE_USERS.length())));
            return Map.of();
        }
        if (method.equals("DELETE") && path.startsWith(REVOCATIONS + "instance/")) {
            administration.liftInstance(decoded(path.substring((REVOCATIONS + "instance/").length())));
            return Map.of();
        }
        if (method.equals("DELETE") && path.startsWith(REVOCATIONS + "workload/")) {
            administration.liftWorkload(decoded(path.substring((REVOCATIONS + "workload/").length())));
            return Map.of();
        }
        if (method.equals("POST") && path.startsWith(KEYS) && path.endsWith("/withdraw")) {
            administration.withdrawKey(decoded(path.substring(KEYS.length(), path.length() - "/withdraw".length())));
            return Map.of("keys", keys());
        }
        throw new IllegalArgumentException("there is no such admin request");
    }

    private static String decoded(String segment) {
        return URIUtil.decodePath(segment);
    }

    private static JsonObject body(Exchange exchange, Set<String> members) throws RefusedException {
        JsonObject json = Json.object(exchange.body());
        if (json == null || !json.hasOnly(members)) {
            throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
        }
        return json;
    }

    private static String text(JsonObject json, String name) throws RefusedException {
        Optional<String> text = json.string(name);
        if (text.isEmpty()) {
            throw new RefusedException(Refusal.ENROLMENT_MALFORMED);
        }
        return text.get();
    }

    private WorkloadEntry add(JsonObject json) throws RefusedException {
        String name = text(json, "name");
        return json.has("database_user")
                ? administration.addWorkload(name, user(json))
                : administration.addWorkload(name);
    }

    private Map<String, ?> assign(JsonObject json) throws RefusedException {
        administration.assignDatabaseUser(text(json, "workload"), user(json));
        return Map.of();
    }

    private static DatabaseUser user(JsonObject json) throws RefusedException {
        return DatabaseUser.of(text(json, "database_user"));
    }

    private Map<String, Object> join(JsonObject json) throws RefusedException {
        long seconds = json.has("seconds")
                ? json.wholeNumber("seconds").orElse(-1)
                : Administration.MOST_JOIN_LIFE.toSeconds();
        JoinFile join = administration.join(text(json, "workload"), Duration.ofSeconds(seconds));
        return Map.of("join", join.toSecretJson());
    }

    private Map<String, ?> revoke(JsonObject json) throws RefusedException {
        String reason = json.has("reason") ? text(json, "reason") : "revoked by an operator";
        List<String> named =
                json.names().stream().filter(name -> !name.equals("reason")).toList();
        if (named.size() != 1) {
            throw new IllegalArgumentException("name exactly one of instance, workload and key");
        }
        String subject = text(json, named.get(0));
        switch (named.get(0)) {
            case "instance" -> administration.revokeInstance(subject, reason);
            case "workload" -> administration.revokeWorkload(subject, reason);
            default -> administration.revokeKey(subject, reason);
        }
        return Map.of("version", administration.statusVersion());
    }

    private Map<String, Object> status() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("url", administration.url().toString());
        status.put("version", administration.statusVersion());
        status.put("workloads", workloads());
        status.put("instances", instances());
        status.put("keys", keys());
        List<Map<String, ?>> revoked = new ArrayList<>();
        administration.revocations().forEach(entry -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("kind", entry.kind());
            members.put("subject", entry.subject());
            members.put("reason", entry.reason());
            members.put("at", entry.at().getEpochSecond());
            revoked.add(members);
        });
        status.put("revoked", revoked);
        return status;
    }

    private List<Map<String, ?>> workloads() {
        List<Map<String, ?>> workloads = new ArrayList<>();
        administration.workloads().forEach(entry -> workloads.add(workload(entry)));
        return workloads;
    }

    private static Map<String, ?> workload(WorkloadEntry entry) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", entry.name());
        members.put("id", entry.id().toString());
        entry.databaseUser().ifPresent(user -> members.put("database_user", user.name()));
        members.put("instances", entry.instances());
        return members;
    }

    private List<Map<String, ?>> instances() {
        List<Map<String, ?>> instances = new ArrayList<>();
        administration.instances().forEach(entry -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("instance", entry.id());
            members.put("workload", entry.workload());
            members.put("state", entry.state());
            members.put("renewals", entry.renewals());
            members.put("expires", entry.expiry().getEpochSecond());
            instances.add(members);
        });
        return instances;
    }

    private List<Map<String, ?>> keys() {
        List<Map<String, ?>> keys = new ArrayList<>();
        administration.keys().forEach(key -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put("kid", key.id());
            members.put("use", key.purpose().name().toLowerCase(java.util.Locale.ROOT));
            members.put("state", key.state().name().toLowerCase(java.util.Locale.ROOT));
            members.put("thumbprint", key.thumbprint());
            members.put("changes", key.changesAt().getEpochSecond());
            keys.add(members);
        });
        return keys;
    }
}
