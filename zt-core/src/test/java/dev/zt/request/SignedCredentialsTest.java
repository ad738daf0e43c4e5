package dev.zt.request;

import static dev.zt.request.SortedHeaders.fault;
import static dev.zt.request.SortedHeaders.sort;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workload identity token beside signatures, and what may stand with both. */
class SignedCredentialsTest {
    private static CredentialFault otherwise(PresentedCredential presented) {
        return ((PresentedCredential.WitWithSignature) presented).otherwise();
    }

    @Test
    void finds_aTokenBesideSignatures() {
        PresentedCredential presented =
                sort("Workload-Identity-Token", "w", "Signature-Input", "a=()", "Signature", "a=:AAAA:");

        assertThat(((PresentedCredential.WitWithSignature) presented).wit()).isEqualTo("w");
        assertThat(otherwise(presented)).isEqualTo(CredentialFault.TOKEN_WITHOUT_PROOF);
        assertThat(presented).hasToString("WitWithSignature[...]");
    }

    @Test
    void finds_nothing_inSignaturesWithoutAToken() {
        assertThat(sort("Signature-Input", "a=()")).isInstanceOf(PresentedCredential.None.class);
    }

    @Test
    void leaves_anAuthorizationOfAnotherSchemeToTheSignature() {
        PresentedCredential presented =
                sort("Workload-Identity-Token", "w", "Signature-Input", "a=()", "Authorization", "Basic eA==");

        assertThat(otherwise(presented)).isEqualTo(CredentialFault.CREDENTIALS_MIXED);
        assertThat(fault(sort("Workload-Identity-Token", "w", "Authorization", "Basic eA==")))
                .isEqualTo(CredentialFault.CREDENTIALS_MIXED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer x", "DPoP x"})
    void refuses_twoCredentialsAtOnce(String authorization) {
        assertThat(fault(sort(
                        "Workload-Identity-Token", "w", "Signature-Input", "a=()", "Authorization", authorization)))
                .isEqualTo(CredentialFault.CREDENTIALS_MIXED);
    }

    @Test
    void refuses_proofsOfOtherKinds_besideSignatures() {
        assertThat(fault(sort("Workload-Identity-Token", "w", "Signature-Input", "a=()", "DPoP", "x")))
                .isEqualTo(CredentialFault.CREDENTIALS_MIXED);
        assertThat(fault(sort(
                        "Workload-Identity-Token",
                        "w",
                        "Signature-Input",
                        "a=()",
                        "Authorization",
                        "Basic eA==",
                        "DPoP",
                        "x")))
                .isEqualTo(CredentialFault.CREDENTIALS_MIXED);
        assertThat(fault(sort("Workload-Identity-Token", "w", "Signature-Input", "a=()", "Workload-Proof-Token", "x")))
                .isEqualTo(CredentialFault.LEGACY_PROOF_HEADER);
    }
}
