package dev.zt.verify;

import dev.zt.identity.Audience;
import dev.zt.identity.Issuer;
import dev.zt.identity.TrustDomain;
import dev.zt.keys.BundleLookup;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.request.Call;
import dev.zt.request.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A verifier on the workbench: two trust domains, a clock to set, and a count of how often keys were asked for. */
final class Bench {
    private static final SignatureProvider ENGINE = SignatureProvider.bouncyCastle();

    final Forge forge = new Forge();
    final Map<TrustDomain, String> bundles = new HashMap<>();
    final AtomicInteger lookups = new AtomicInteger();
    final InMemoryReplayStore replays;
    final CallerVerifier verifier;
    long epoch = 1;
    Instant now = Instant.ofEpochSecond(Forge.NOW);

    /** Header fields by name, in order. */
    static final class Headers {
        private final List<Map.Entry<String, String>> fields = new ArrayList<>();

        Headers with(String name, String value) {
            fields.add(Map.entry(name, value));
            return this;
        }

        List<String> values(String name) {
            return fields.stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(Map.Entry::getValue)
                    .toList();
        }
    }

    Bench() {
        this(WitProfile.SPIFFE, Set.of());
    }

    Bench(WitProfile profile, Set<String> contextHeaders) {
        this(profile, contextHeaders, rules -> rules);
    }

    Bench(WitProfile profile, Set<String> contextHeaders, UnaryOperator<VerifierRules> more) {
        bundles.put(TrustDomain.of("shop.example"), Forge.bundle("key-1", forge.issuer));
        this.replays = new InMemoryReplayStore(1024, () -> now);
        VerifierRules rules = new VerifierRules(
                List.of(Audience.of("https://orders.internal"), Audience.of("orders-alias")),
                profile,
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                8192,
                contextHeaders);
        this.verifier = new CallerVerifier(more.apply(rules), this::lookup, replays, ENGINE, () -> now);
    }

    private BundleLookup lookup(Issuer issuer) {
        lookups.incrementAndGet();
        String json = bundles.get(issuer);
        if (json == null) {
            return new BundleLookup.NotTrusted();
        }
        if (json.isEmpty()) {
            return new BundleLookup.Unavailable(Duration.ofSeconds(5));
        }
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return new BundleLookup.Found(TrustBundle.read((TrustDomain) issuer, "test", bytes, ENGINE), epoch);
    }

    VerifyResult verify(Headers headers) {
        return verifier.verify(Call.of("GET", "/orders/7", headers::values, Channel.TLS));
    }

    VerifyResult verify(String wit, String proof) {
        return verify(new Headers().with("Workload-Identity-Token", wit).with("Authorization", "WPT " + proof));
    }

    /** A spoiled token with an honest proof for it. */
    VerifyResult verifyWit(String wit) {
        return verify(wit, forge.proof(wit));
    }

    /** An honest token with a spoiled proof. */
    VerifyResult verifyProof(UnaryOperator<Map<String, String>> spoil) {
        String wit = forge.wit();
        return verify(wit, forge.proof(spoil.apply(forge.proofClaims(wit))));
    }

    static String outcome(VerifyResult result) {
        if (result instanceof VerifyResult.Rejected rejected) {
            Rejection.Kind kind = rejected.reason().kind();
            boolean bad = kind == Rejection.Kind.MALFORMED || kind == Rejection.Kind.SIGNATURE;
            return (bad ? 400 : 401) + " " + rejected.reason().id();
        }
        if (result instanceof VerifyResult.Unavailable unavailable) {
            return "503 " + unavailable.reason().id();
        }
        return result instanceof VerifyResult.Verified ? "verified" : "anonymous";
    }
}
