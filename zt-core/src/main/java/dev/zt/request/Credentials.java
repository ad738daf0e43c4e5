package dev.zt.request;

import java.util.List;

/**
 * Finds the one credential that a call presents; several that may not stand together, or any header twice, are a
 * fault and never a choice (draft-ietf-wimse-wpt-02 §3, RFC 6750 §2).
 */
public final class Credentials {
    private static final String WIT = "Workload-Identity-Token";
    private static final String AUTHORIZATION = "Authorization";
    private static final String LEGACY_PROOF = "Workload-Proof-Token";
    private static final String DPOP = "DPoP";
    private static final String SCHEME = "WPT";

    private static final boolean[] TOKEN68 = new boolean[128];

    static {
        for (char c : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=".toCharArray()) {
            TOKEN68[c] = true;
        }
    }

    private Credentials() {}

    /** Sorts the credential headers of a call. */
    public static PresentedCredential of(Call call) {
        List<String> wit = call.headers().values(WIT);
        List<String> authorization = call.headers().values(AUTHORIZATION);
        List<String> legacy = call.headers().values(LEGACY_PROOF);
        List<String> dpop = call.headers().values(DPOP);
        if (wit.size() > 1 || (wit.size() == 1 && wit.get(0).indexOf(',') >= 0)) {
            return new PresentedCredential.Unusable(CredentialFault.WIT_REPEATED);
        }
        if (authorization.size() > 1) {
            return new PresentedCredential.Unusable(
                    authorization.stream().anyMatch(Credentials::isProof)
                            ? CredentialFault.AUTHORIZATION_REPEATED_WITH_PROOF
                            : CredentialFault.CREDENTIAL_REPEATED);
        }
        if (legacy.size() > 1 || dpop.size() > 1) {
            return new PresentedCredential.Unusable(CredentialFault.CREDENTIAL_REPEATED);
        }
        return single(wit, authorization, !legacy.isEmpty(), !dpop.isEmpty());
    }

    private static PresentedCredential single(
            List<String> wit, List<String> authorization, boolean legacy, boolean dpop) {
        boolean token = !wit.isEmpty();
        boolean proof = !authorization.isEmpty() && isProof(authorization.get(0));
        boolean otherScheme = !authorization.isEmpty() && !proof;
        if ((legacy && proof) || (dpop && (token || proof || legacy)) || (token && otherScheme)) {
            return new PresentedCredential.Unusable(CredentialFault.CREDENTIALS_MIXED);
        }
        if (proof) {
            return token
                    ? pair(wit.get(0), authorization.get(0))
                    : new PresentedCredential.Unusable(CredentialFault.PROOF_WITHOUT_TOKEN);
        }
        if (legacy) {
            return new PresentedCredential.Unusable(CredentialFault.LEGACY_PROOF_HEADER);
        }
        if (otherScheme || dpop) {
            return new PresentedCredential.Unusable(CredentialFault.SCHEME_NOT_ACCEPTED);
        }
        return token
                ? new PresentedCredential.Unusable(CredentialFault.TOKEN_WITHOUT_PROOF)
                : new PresentedCredential.None();
    }

    private static PresentedCredential pair(String wit, String authorization) {
        int space = SCHEME.length();
        boolean separated = authorization.length() > space && authorization.charAt(space) == ' ';
        String proof = separated ? authorization.substring(space + 1) : "";
        return isToken68(proof)
                ? new PresentedCredential.WitWithProof(wit, proof)
                : new PresentedCredential.Unusable(CredentialFault.PROOF_NOT_TOKEN68);
    }

    // RFC 9110 §11.1: the scheme has no case and is followed by one space here; a tab is not a space.
    private static boolean isProof(String authorization) {
        return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && (authorization.length() == SCHEME.length()
                        || !isToken68Character(authorization.charAt(SCHEME.length())));
    }

    // RFC 9110 §11.2.
    private static boolean isToken68(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken68Character(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isToken68Character(char c) {
        return c < TOKEN68.length && TOKEN68[c];
    }
}
