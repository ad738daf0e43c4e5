package dev.zt.testkit;

import dev.zt.identity.Audience;

/**
 * Where an {@link Attack} takes place: a service that would serve {@code victim} on this method and path. Immutable.
 *
 * @param authority whose keys the service trusts
 * @param victim a workload that the service would serve
 * @param outsider a workload of the same trust domain in a segment that the service does not admit
 * @param audience what the service is addressed as
 * @param method the method of the call that would be served; its endpoint must require a scope
 * @param path the path of the call that would be served
 */
public record AttackScene(
        TestAuthority authority,
        TestWorkload victim,
        TestWorkload outsider,
        Audience audience,
        String method,
        String path) {
    /** The call that is served: what each attack spoils in one way. */
    public TestCall honestCall() {
        return bare().with(victim.prove(audience));
    }

    TestCall bare() {
        return TestCall.of(method, path);
    }

    /** The victim's honest proof beside a spoiled token. */
    TestCall withToken(String token) {
        return with(token, victim.signProof(victim.proofClaims(audience, token)));
    }

    /** The victim's honest token beside a spoiled proof. */
    TestCall withProof(Claims proof) {
        return with(victim.token(), victim.signProof(proof));
    }

    TestCall with(String token, String proof) {
        return bare().with("Workload-Identity-Token", token).with("Authorization", "WPT " + proof);
    }

    Claims proof() {
        return victim.proofClaims(audience, victim.token());
    }
}
