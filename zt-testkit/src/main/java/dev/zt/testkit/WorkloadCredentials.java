package dev.zt.testkit;

import dev.zt.identity.Scopes;
import dev.zt.testkit.CallTerms.Manner;
import java.time.Duration;
import java.util.List;

/** A workload's token beside a proof of its key, or beside a signature over the request. Immutable. */
record WorkloadCredentials(TestWorkload workload) implements TestCaller.Credentials {
    private static final String TOKEN = "Workload-Identity-Token";

    @Override
    public List<TestCall.Header> show(CallTerms terms, Sent sent) {
        String token = terms.manner() == Manner.EXPIRED
                ? workload.signed(workload.claims(Duration.ofHours(-1)))
                : workload.token();
        if (terms.manner() == Manner.BEARER) {
            return List.of(new TestCall.Header("Authorization", "Bearer " + token));
        }
        // Whoever stole a token has another key than the one that it confirms.
        TestWorkload prover = terms.manner() == Manner.STOLEN ? workload.as(workload.instance()) : workload;
        return terms.signing() ? signed(terms, sent, token, prover) : proven(terms, token, prover);
    }

    private static List<TestCall.Header> proven(CallTerms terms, String token, TestWorkload prover) {
        Claims usual = prover.proofClaims(terms.addressed(), token, terms.ahead());
        Scopes scopes = terms.scopes();
        String proof = prover.signProof(scopes == null ? usual : usual.text("scope", scopes.toString()));
        return List.of(new TestCall.Header(TOKEN, token), new TestCall.Header("Authorization", "WPT " + proof));
    }

    // Nobody signs beside a token that is not his, or is no longer good: that is put in its place afterwards.
    private static List<TestCall.Header> signed(CallTerms terms, Sent sent, String token, TestWorkload prover) {
        return prover.sign(sent.whole(), terms.addressed(), terms.ahead()).headers().entrySet().stream()
                .map(field ->
                        new TestCall.Header(field.getKey(), field.getKey().equals(TOKEN) ? token : field.getValue()))
                .toList();
    }

    @Override
    public String boundTo(CallTerms terms, Sent sent) {
        return terms.signing() ? sent.signed() : "";
    }

    @Override
    public TestCaller.Credentials instance(String name) {
        return new WorkloadCredentials(workload.as(name));
    }

    @Override
    public String toString() {
        return workload.toString();
    }
}
