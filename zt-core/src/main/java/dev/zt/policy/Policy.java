package dev.zt.policy;

import dev.zt.config.ConfigurationException;
import dev.zt.config.Place;
import dev.zt.identity.CallerId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The rules of one service, read from a document and compiled. Immutable in what it says; safe for concurrent use.
 *
 * <p>A call is permitted if its caller is admitted, no {@code never} matches, some {@code allow} edge matches, the
 * proof is strong enough, the effective scopes hold all that the endpoint requires, its user authenticated as the
 * endpoint demands and its posture permits it. What is not written is denied, for the first of these that fails.
 */
public final class Policy {
    private final PolicyDocument document;
    private final ReentrantLock compiling = new ReentrantLock();
    private volatile PolicyTable table;

    private Policy(PolicyDocument document) {
        this.document = document;
        this.table = new PolicyTable(document, Instant.MIN);
    }

    /**
     * Reads a document.
     *
     * @param source its name, for error messages
     * @throws ConfigurationException at the first mistake, with its line and column and what to write instead
     */
    public static Policy read(String source, byte[] content) {
        PolicyDocument document = PolicyReader.read(source, content);
        try {
            return new Policy(document);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    Place.of(source), "edges to one endpoint add up to too much: " + e.getMessage());
        }
    }

    /** The service that the rules are for. */
    public String service() {
        return document.service();
    }

    /** The segment that the service lives in. */
    public String segment() {
        return document.segment();
    }

    /** Whether a caller is a member of a segment of this document; nobody is one of a segment that it does not name. */
    public boolean hasMember(String segmentName, CallerId caller) {
        return document.segments().getOrDefault(segmentName, Set.of()).contains(caller);
    }

    /** The endpoints in the order of the document. */
    public Collection<Endpoint> endpoints() {
        return document.endpoints().values();
    }

    /** Whether a missing edge only shows in the audit, at an instant. */
    public boolean observesAt(Instant now) {
        return document.observation().isOn(now);
    }

    /**
     * Finds where a call leads.
     *
     * @param method as sent, with its case
     * @param segments the decoded segments of the canonical path
     * @param now decides which rules have expired
     */
    public Route route(String method, List<String> segments, Instant now) {
        PolicyTable current = table;
        if (!current.holdsAt(now)) {
            current = tableAt(now);
        }
        return current.route(method, segments);
    }

    /**
     * The endpoint that a call leads to, whoever makes it and whenever; empty if none is listed for it.
     *
     * @param method as sent, with its case
     * @param segments the decoded segments of the canonical path
     */
    public Optional<Endpoint> endpointOf(String method, List<String> segments) {
        return table.route(method, segments).endpoint();
    }

    // Happens once per date in the document; whoever comes meanwhile waits, because the old table is wrong by now.
    private PolicyTable tableAt(Instant now) {
        compiling.lock();
        try {
            if (!table.holdsAt(now)) {
                table = new PolicyTable(document, now);
            }
            return table;
        } finally {
            compiling.unlock();
        }
    }

    /** The number of lines under {@code tests:}. */
    public int testCount() {
        return document.tests().size();
    }

    /**
     * Runs the document's own {@code tests:}.
     *
     * @param reading reads a path into decoded segments, empty if it is ambiguous: the reading that is used for calls
     */
    public List<PolicyTestResult> runTests(Function<String, Optional<List<String>>> reading, Instant now) {
        return document.tests().stream()
                .map(test -> PolicyTestResult.of(this, test, reading.apply(test.path()), now))
                .toList();
    }
}
