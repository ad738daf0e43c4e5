package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A workload identity token beside signatures, and what may stand with both. */
class SignedCredentialsTest {
    private static PresentedCredential sort(String... namesAndValues) {
        Map<String, List<String>> fields = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.computeIfAbsent(namesAndValues[i].toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(namesAndValues[i + 1]);
        }
        Call call =
                Call.of("GET", "/", name -> fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()), Channel.TLS);
        return Credentials.of(call, 8192);
    }

    private static CredentialFault otherwise(PresentedCredential presented) {
        return ((PresentedCredential.WitWithSignature) presented).otherwise();
    }

    private static CredentialFault fault(PresentedCredential presented) {
        return ((PresentedCredential.Unusable) presented).fault();
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

    @Test
    void carries_theQueryAsSent() {
        Call call = Call.of("GET", "/a", name -> List.of(), Channel.TLS);

        assertThat(call.query()).isEmpty();
        assertThat(call.withQuery("a=%2F&b").query()).contains("a=%2F&b");
        assertThat(call.withQuery("").query()).contains("");
        assertThat(call.withQuery("a").withClientCertificates(List::of).query()).contains("a");
        assertThat(call.withQuery("a").redirectedTo("GET", Target.parse("/b")).query())
                .isEmpty();
    }
}
