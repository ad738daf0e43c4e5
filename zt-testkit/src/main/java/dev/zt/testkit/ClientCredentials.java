package dev.zt.testkit;

import dev.zt.identity.Scopes;
import dev.zt.testkit.CallTerms.Manner;
import java.util.List;

/** An access token beside a proof of the key that it is bound to, or alone. Immutable. */
record ClientCredentials(TestClient client) implements TestCaller.Credentials {
    @Override
    public List<TestCall.Header> show(CallTerms terms, Sent sent) {
        TestToken token = token(terms);
        if (terms.manner() == Manner.BEARER || terms.manner() == Manner.UNBOUND) {
            return List.of(new TestCall.Header("Authorization", "Bearer " + token.text()));
        }
        TestClient prover = terms.manner() == Manner.STOLEN ? client.thief() : client;
        Claims usual = prover.proofClaims(sent.method(), terms.target(sent), token, terms.ahead());
        String nonce = terms.nonce();
        String proof = prover.signProof(nonce == null ? usual : usual.text("nonce", nonce));
        return List.of(
                new TestCall.Header("Authorization", "DPoP " + token.text()), new TestCall.Header("DPoP", proof));
    }

    private TestToken token(CallTerms terms) {
        Scopes scopes = terms.scopes() == null ? Scopes.none() : terms.scopes();
        if (terms.manner() == Manner.UNBOUND) {
            return client.token(terms.addressed(), scopes);
        }
        TestToken bound = client.boundToken(terms.addressed(), scopes);
        return terms.manner() == Manner.EXPIRED ? bound.claim("exp", client.anHourAgo()) : bound;
    }

    @Override
    public String boundTo(CallTerms terms, Sent sent) {
        return terms.manner() == Manner.UNBOUND ? "" : sent.toString();
    }

    @Override
    public TestCaller.Credentials instance(String name) {
        throw new IllegalStateException("an access token names no instance: use zt.service(…).instance(…)");
    }

    @Override
    public String toString() {
        return client.toString();
    }
}
