package dev.zt.own;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.enrolment.AuthorityUrl;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.Base64Url;
import dev.zt.jose.Json;
import dev.zt.jose.JsonObject;
import dev.zt.jose.PrivateJwk;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an instance keeps in its state directory, in one file, so that no crash can part what belongs together: the
 * identity held, and the keys that were made before anybody was asked for a token for them. Immutable;
 * {@link #toString()} shows no key.
 */
final class InstanceState {
    /** An identity as issued. */
    record Held(InstanceKeys keys, String wit, String instance, List<byte[]> certificate) {}

    /**
     * Keys whose token was perhaps asked for and not received: asked for again with the same keys, it is the same
     * enrolment or renewal.
     *
     * @param join the hash of the join token that they enrol with; empty for a renewal
     */
    record Next(InstanceKeys keys, String join) {}

    private final URI url;
    private final WorkloadId workload;
    private final String join;
    private final @Nullable Held held;
    private final @Nullable Next next;

    private InstanceState(URI url, WorkloadId workload, String join, @Nullable Held held, @Nullable Next next) {
        this.url = url;
        this.workload = workload;
        this.join = join;
        this.held = held;
        this.next = next;
    }

    static InstanceState of(URI url, WorkloadId workload, String join, Held held) {
        return new InstanceState(url, workload, join, held, null);
    }

    /** The state before the first answer. */
    static InstanceState joining(URI url, WorkloadId workload, Next next) {
        return new InstanceState(url, workload, "", null, next);
    }

    InstanceState with(Next newNext) {
        return new InstanceState(url, workload, join, held, newNext);
    }

    URI url() {
        return url;
    }

    WorkloadId workload() {
        return workload;
    }

    /** The hash of the join token that the identity held began with; empty if none is held. */
    String join() {
        return join;
    }

    Optional<Held> held() {
        return Optional.ofNullable(held);
    }

    Optional<Next> next() {
        return Optional.ofNullable(next);
    }

    String toSecretJson() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("zt", 1L);
        members.put("url", url.toString());
        members.put("workload", workload.toString());
        members.put("join", join);
        if (held != null) {
            Map<String, Object> values = keys(held.keys());
            values.put("wit", held.wit());
            values.put("instance", held.instance());
            values.put(
                    "certificate",
                    held.certificate().stream().map(Base64Url::encode).toList());
            members.put("held", values);
        }
        if (next != null) {
            Map<String, Object> values = keys(next.keys());
            values.put("join", next.join());
            members.put("next", values);
        }
        return Json.write(members);
    }

    private static Map<String, Object> keys(InstanceKeys keys) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("key", keys.proof().toSecretJson());
        values.put("tls_key", keys.tls().toSecretJson());
        return values;
    }

    static InstanceState parse(String source, byte[] content) {
        return read(content)
                .orElseThrow(() -> new ConfigurationException(
                        Place.of(source),
                        "not the state of an instance; remove the file and join anew with a file from 'zt join'"));
    }

    private static Optional<InstanceState> read(byte[] content) {
        JsonObject json = Json.object(content);
        if (json == null || json.wholeNumber("zt").orElse(0) != 1) {
            return Optional.empty();
        }
        Optional<URI> url = json.string("url").flatMap(AuthorityUrl::parse);
        Optional<WorkloadId> workload = json.string("workload").flatMap(WorkloadId::parse);
        Optional<String> join = json.string("join");
        Optional<Held> held = json.object("held").flatMap(InstanceState::held);
        Optional<Next> next = json.object("next").flatMap(InstanceState::next);
        boolean whole = url.isPresent()
                && workload.isPresent()
                && join.isPresent()
                && json.has("held") == held.isPresent()
                && json.has("next") == next.isPresent();
        return whole
                ? Optional.of(
                        new InstanceState(url.get(), workload.get(), join.get(), held.orElse(null), next.orElse(null)))
                : Optional.empty();
    }

    private static Optional<Held> held(JsonObject json) {
        List<byte[]> certificate = new ArrayList<>();
        for (Object element : json.array("certificate").orElse(List.of())) {
            byte[] der = element instanceof String text ? Base64Url.decode(text) : null;
            if (der == null) {
                return Optional.empty();
            }
            certificate.add(der);
        }
        Optional<String> wit = json.string("wit");
        Optional<String> instance = json.string("instance");
        return wit.isEmpty() || instance.isEmpty()
                ? Optional.empty()
                : keys(json).map(keys -> new Held(keys, wit.get(), instance.get(), List.copyOf(certificate)));
    }

    private static Optional<Next> next(JsonObject json) {
        return keys(json).flatMap(keys -> json.string("join").map(join -> new Next(keys, join)));
    }

    private static Optional<InstanceKeys> keys(JsonObject json) {
        Optional<PrivateJwk> proof = json.string("key").flatMap(PrivateJwk::parse);
        Optional<PrivateJwk> tls = json.string("tls_key").flatMap(PrivateJwk::parse);
        return proof.isEmpty() || tls.isEmpty()
                ? Optional.empty()
                : Optional.of(new InstanceKeys(proof.get(), tls.get()));
    }

    @Override
    public String toString() {
        return "InstanceState[" + workload + "]";
    }
}
