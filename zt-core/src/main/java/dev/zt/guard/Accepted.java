package dev.zt.guard;

import dev.zt.verify.VerifierRules;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The credentials that one guard can verify, in the order in which it asks for them. Immutable.
 *
 * @param proofAlgorithms what DPoP proofs may be signed with
 */
record Accepted(Set<CredentialProfile> profiles, List<String> proofAlgorithms) {
    Accepted {
        EnumSet<CredentialProfile> ordered = EnumSet.noneOf(CredentialProfile.class);
        ordered.addAll(profiles);
        profiles = Collections.unmodifiableSet(ordered);
        proofAlgorithms = List.copyOf(proofAlgorithms);
    }

    static Accepted by(VerifierRules rules) {
        EnumSet<CredentialProfile> profiles = EnumSet.of(CredentialProfile.WPT);
        if (rules.tokens().acceptBound()) {
            profiles.add(CredentialProfile.DPOP);
        }
        if (rules.tokens().acceptBearer()) {
            profiles.add(CredentialProfile.BEARER);
        }
        if (rules.signatures().areAccepted()) {
            profiles.add(CredentialProfile.HTTP_SIGNATURE);
        }
        if (rules.certificates() == VerifierRules.Certificates.ACCEPT) {
            profiles.add(CredentialProfile.CERTIFICATE);
        }
        return new Accepted(
                profiles, rules.tokens().proofAlgorithms().stream().sorted().toList());
    }

    boolean includes(CredentialProfile profile) {
        return profiles.contains(profile);
    }
}
