package dev.zt.own;

import dev.zt.enrolment.AuthorityClient;
import dev.zt.enrolment.Issued;
import dev.zt.enrolment.KeyProof;
import dev.zt.enrolment.Reply;
import dev.zt.identity.WorkloadId;
import dev.zt.jose.PrivateJwk;
import dev.zt.jose.SigningKey;
import dev.zt.keys.SignatureProvider;
import dev.zt.keys.TrustBundle;
import dev.zt.tls.CertificateRequest;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Asks an authority for an identity: a nonce, then the request that binds it; once more if the nonce was too old. */
final class Asking {
    private static final String NONCE_INVALID = "nonce-invalid";

    private final AuthorityClient authority;
    private final AuthorityBundleSource bundles;
    private final SignatureProvider signatures;
    private final InstantSource clock;

    Asking(
            AuthorityClient authority,
            AuthorityBundleSource bundles,
            SignatureProvider signatures,
            InstantSource clock) {
        this.authority = authority;
        this.bundles = bundles;
        this.signatures = signatures;
        this.clock = clock;
    }

    /** For the first identity of an instance. */
    Outcome enrol(URI url, WorkloadId workload, String token, String join, InstanceKeys keys) {
        byte[] request = CertificateRequest.of(workload, keys.tls());
        Function<String, String> body =
                nonce -> KeyProof.enrolment(url, nonce, token, signingKey(keys.proof()), request);
        return ask(body, authority::enrol, url, workload, join, keys);
    }

    /** For the identity that follows the one held. */
    Outcome renew(InstanceState state, InstanceState.Held held, InstanceKeys successor) {
        byte[] request = CertificateRequest.of(state.workload(), successor.tls());
        Function<String, String> body = nonce -> KeyProof.renewal(
                state.url(),
                nonce,
                held.instance(),
                signingKey(held.keys().proof()),
                signingKey(successor.proof()),
                request);
        return ask(body, authority::renew, state.url(), state.workload(), state.join(), successor);
    }

    private Outcome ask(
            Function<String, String> body,
            Function<String, Reply<Issued>> question,
            URI url,
            WorkloadId workload,
            String join,
            InstanceKeys keys) {
        Reply<Issued> reply = once(body, question);
        if (reply instanceof Reply.Refused<Issued> refused && refused.reason().equals(NONCE_INVALID)) {
            reply = once(body, question);
        }
        return reply instanceof Reply.Given<Issued> given
                ? checked(given.value(), url, workload, join, keys)
                : failed(reply);
    }

    private Reply<Issued> once(Function<String, String> body, Function<String, Reply<Issued>> question) {
        Reply<String> nonce = authority.nonce();
        return nonce instanceof Reply.Given<String> given
                ? question.apply(body.apply(given.value()))
                : new Reply.Unreachable<>(failed(nonce).problem());
    }

    // A token may be signed by a key that was published after the bundle held was fetched.
    private Outcome checked(Issued issued, URI url, WorkloadId workload, String join, InstanceKeys keys) {
        if (!bundles.fetch(authority)) {
            return Outcome.Failed.because("the authority issued an identity but shows no bundle to check it by");
        }
        Optional<TrustBundle> bundle = bundles.held();
        Optional<String> fault = bundle.isEmpty()
                ? Optional.of("there is no bundle")
                : Admittance.fault(issued, keys, workload, bundle.get(), signatures, clock);
        if (fault.isPresent()) {
            return Outcome.Failed.because("the authority's answer is refused: " + fault.get());
        }
        return new Outcome.Done(InstanceState.of(
                url,
                workload,
                join,
                new InstanceState.Held(keys, issued.wit(), issued.instance(), issued.certificate())));
    }

    private static Outcome.Failed failed(Reply<?> reply) {
        if (reply instanceof Reply.Refused<?> refused) {
            return new Outcome.Failed(
                    "the authority refuses: " + refused.reason() + " (docs/authority.md says what to do)",
                    refused.retryAfter());
        }
        return Outcome.Failed.because(
                reply instanceof Reply.Unreachable<?> away ? away.problem() : "the authority gave no answer");
    }

    private SigningKey signingKey(PrivateJwk key) {
        return signatures.engine().signingKey(key);
    }
}
