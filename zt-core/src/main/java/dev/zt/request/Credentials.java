package dev.zt.request;

import java.util.List;
import java.util.Optional;

/**
 * Finds the one credential that a call presents; several that may not stand together, or any header twice, are a
 * fault and never a choice (draft-ietf-wimse-wpt-02 §3, RFC 6750 §2, RFC 9449 §7).
 */
public final class Credentials {
    private static final String WIT = "Workload-Identity-Token";
    private static final String AUTHORIZATION = "Authorization";
    private static final String LEGACY_PROOF = "Workload-Proof-Token";
    private static final String DPOP = "DPoP";
    private static final String SIGNATURES = "Signature-Input";

    private Credentials() {}

    /**
     * Sorts the credential headers of a call.
     *
     * @param longest how many characters a token may have in {@code Authorization}: a longer one is handed over unread, for
     *     whoever checks it to refuse
     */
    public static PresentedCredential of(Call call, int longest) {
        List<String> wit = call.headers().values(WIT);
        List<String> authorization = call.headers().values(AUTHORIZATION);
        List<String> legacy = call.headers().values(LEGACY_PROOF);
        List<String> dpop = call.headers().values(DPOP);
        if (wit.size() > 1 || (wit.size() == 1 && wit.get(0).indexOf(',') >= 0)) {
            return unusable(CredentialFault.WIT_REPEATED);
        }
        if (authorization.size() > 1) {
            return unusable(
                    authorization.stream().anyMatch(Credentials::isWorkloadProof)
                            ? CredentialFault.AUTHORIZATION_REPEATED_WITH_PROOF
                            : CredentialFault.CREDENTIAL_REPEATED);
        }
        if (legacy.size() > 1) {
            return unusable(CredentialFault.CREDENTIAL_REPEATED);
        }
        if (authorization.isEmpty()) {
            return withoutAuthorization(call, wit, !legacy.isEmpty(), dpop);
        }
        Optional<AuthScheme> scheme = AuthScheme.of(authorization.get(0));
        if (scheme.isEmpty()) {
            if (wit.isEmpty()) {
                return unusable(CredentialFault.SCHEME_NOT_ACCEPTED);
            }
            // http-signature-08 §3: an Authorization that is no credential here may stand there, covered.
            return legacy.isEmpty() && dpop.isEmpty()
                    ? signed(call, wit.get(0), CredentialFault.CREDENTIALS_MIXED)
                    : unusable(CredentialFault.CREDENTIALS_MIXED);
        }
        return switch (scheme.get()) {
            case WPT -> workload(wit, authorization.get(0), longest, !legacy.isEmpty() || !dpop.isEmpty());
            case DPOP -> bound(authorization.get(0), longest, dpop, !wit.isEmpty() || !legacy.isEmpty());
            case BEARER ->
                bearer(authorization.get(0), longest, !wit.isEmpty() || !legacy.isEmpty() || !dpop.isEmpty());
        };
    }

    private static PresentedCredential withoutAuthorization(
            Call call, List<String> wit, boolean legacy, List<String> dpop) {
        if (dpop.size() > 1) {
            return unusable(CredentialFault.CREDENTIAL_REPEATED);
        }
        if (!dpop.isEmpty()) {
            return unusable(
                    !wit.isEmpty() || legacy ? CredentialFault.CREDENTIALS_MIXED : CredentialFault.DPOP_WITHOUT_TOKEN);
        }
        if (legacy) {
            return unusable(CredentialFault.LEGACY_PROOF_HEADER);
        }
        return wit.isEmpty()
                ? new PresentedCredential.None()
                : signed(call, wit.get(0), CredentialFault.TOKEN_WITHOUT_PROOF);
    }

    private static PresentedCredential signed(Call call, String wit, CredentialFault otherwise) {
        return call.headers().values(SIGNATURES).isEmpty()
                ? unusable(otherwise)
                : new PresentedCredential.WitWithSignature(wit, otherwise);
    }

    private static PresentedCredential workload(List<String> wit, String authorization, int longest, boolean others) {
        if (others) {
            return unusable(CredentialFault.CREDENTIALS_MIXED);
        }
        if (wit.isEmpty()) {
            return unusable(CredentialFault.PROOF_WITHOUT_TOKEN);
        }
        return AuthScheme.WPT
                .token(authorization, longest)
                .<PresentedCredential>map(proof -> new PresentedCredential.WitWithProof(wit.get(0), proof.text()))
                .orElseGet(() -> unusable(CredentialFault.PROOF_NOT_TOKEN68));
    }

    private static PresentedCredential bound(String authorization, int longest, List<String> dpop, boolean others) {
        if (others) {
            return unusable(CredentialFault.CREDENTIALS_MIXED);
        }
        // RFC 9449 §4.3(1): not more than one DPoP header field.
        if (dpop.size() != 1) {
            return unusable(dpop.isEmpty() ? CredentialFault.DPOP_MISSING : CredentialFault.DPOP_REPEATED);
        }
        return AuthScheme.DPOP
                .token(authorization, longest)
                .<PresentedCredential>map(token -> new PresentedCredential.BoundToken(token, dpop.get(0)))
                .orElseGet(() -> unusable(CredentialFault.DPOP_TOKEN_NOT_TOKEN68));
    }

    private static PresentedCredential bearer(String authorization, int longest, boolean others) {
        if (others) {
            return unusable(CredentialFault.CREDENTIALS_MIXED);
        }
        return AuthScheme.BEARER
                .token(authorization, longest)
                .<PresentedCredential>map(PresentedCredential.BearerToken::new)
                .orElseGet(() -> unusable(CredentialFault.BEARER_NOT_TOKEN68));
    }

    private static boolean isWorkloadProof(String authorization) {
        return AuthScheme.of(authorization).filter(AuthScheme.WPT::equals).isPresent();
    }

    private static PresentedCredential.Unusable unusable(CredentialFault fault) {
        return new PresentedCredential.Unusable(fault);
    }
}
