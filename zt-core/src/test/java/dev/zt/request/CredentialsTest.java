package dev.zt.request;

import static dev.zt.request.SortedHeaders.LONGEST;
import static dev.zt.request.SortedHeaders.fault;
import static dev.zt.request.SortedHeaders.sort;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which header fields make up a credential, and what is wrong with those that do not. */
class CredentialsTest {
    private static final String WIT = "Workload-Identity-Token";

    @Test
    void finds_nothing_whereNothingIsPresented() {
        assertThat(sort("Cookie", "a=b")).isInstanceOf(PresentedCredential.None.class);
    }

    @Test
    void finds_aWorkloadTokenWithItsProof() {
        PresentedCredential.WitWithProof found =
                (PresentedCredential.WitWithProof) sort(WIT, "w.i.t", "Authorization", "wpt p.r.f");

        assertThat(found.wit()).isEqualTo("w.i.t");
        assertThat(found.proof()).isEqualTo("p.r.f");
        assertThat(found).hasToString("WitWithProof[...]");
    }

    @Test
    void finds_aBoundTokenWithItsProof() {
        PresentedCredential.BoundToken found =
                (PresentedCredential.BoundToken) sort("Authorization", "DPoP a.t", "DPoP", "p.r.f");

        assertThat(found.token().text()).isEqualTo("a.t");
        assertThat(found.proof()).isEqualTo("p.r.f");
        assertThat(found).hasToString("BoundToken[...]");
    }

    @Test
    void finds_aBearerToken() {
        PresentedCredential.BearerToken found = (PresentedCredential.BearerToken) sort("Authorization", "Bearer a.t");

        assertThat(found.token().text()).isEqualTo("a.t");
        assertThat(found).hasToString("BearerToken[...]");
    }

    // The fields: a for Authorization, w for the workload token, p for its proof of old, d for DPoP; doubled, twice.
    @ParameterizedTest
    @CsvSource({
        "ww, , , WIT_REPEATED",
        "ww, WPT x, , WIT_REPEATED",
        ", WPT x|Bearer y, , AUTHORIZATION_REPEATED_WITH_PROOF",
        ", Bearer y|WPT x, , AUTHORIZATION_REPEATED_WITH_PROOF",
        ", Bearer y|DPoP x, , CREDENTIAL_REPEATED",
        ", Basic y|Basic x, , CREDENTIAL_REPEATED",
        ", , pp, CREDENTIAL_REPEATED",
        ", WPT x, pp, CREDENTIAL_REPEATED",
        ", , dd, CREDENTIAL_REPEATED",
        ", Basic x, , SCHEME_NOT_ACCEPTED",
        ", Basic x, d, SCHEME_NOT_ACCEPTED",
        "w, Basic x, , CREDENTIALS_MIXED",
        "w, Basic x, p, CREDENTIALS_MIXED",
        "w, Basic x, d, CREDENTIALS_MIXED",
        "w, WPT x, p, CREDENTIALS_MIXED",
        "w, WPT x, d, CREDENTIALS_MIXED",
        ", WPT x, , PROOF_WITHOUT_TOKEN",
        "w, WPT x y, , PROOF_NOT_TOKEN68",
        "w, DPoP x, d, CREDENTIALS_MIXED",
        ", DPoP x, pd, CREDENTIALS_MIXED",
        ", DPoP x, , DPOP_MISSING",
        ", DPoP x, dd, DPOP_REPEATED",
        ", DPoP x y, d, DPOP_TOKEN_NOT_TOKEN68",
        "w, Bearer x, , CREDENTIALS_MIXED",
        ", Bearer x, p, CREDENTIALS_MIXED",
        ", Bearer x, d, CREDENTIALS_MIXED",
        ", Bearer x y, , BEARER_NOT_TOKEN68",
        "w, , d, CREDENTIALS_MIXED",
        ", , pd, CREDENTIALS_MIXED",
        ", , d, DPOP_WITHOUT_TOKEN",
        ", , p, LEGACY_PROOF_HEADER",
        "w, , p, LEGACY_PROOF_HEADER",
        "w, , , TOKEN_WITHOUT_PROOF",
    })
    void names_whatIsWrong(String wits, String authorizations, String others, CredentialFault fault) {
        StringBuilder fields = new StringBuilder();
        for (char c : (wits == null ? "" : wits).toCharArray()) {
            fields.append(WIT + "\n" + c + "\n");
        }
        for (String value : authorizations == null ? new String[0] : authorizations.split("\\|")) {
            fields.append("Authorization\n" + value + "\n");
        }
        for (char c : (others == null ? "" : others).toCharArray()) {
            fields.append(c == 'p' ? "Workload-Proof-Token\nx\n" : "DPoP\nx\n");
        }

        assertThat(fault(sort(fields.toString().split("\n")))).isEqualTo(fault);
    }

    @Test
    void refuses_severalTokensInOneField() {
        assertThat(fault(sort(WIT, ",", "Authorization", "WPT x"))).isEqualTo(CredentialFault.WIT_REPEATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer\tx",
                "Bearer  x",
                "Bearer x ",
                "Bearer x,y",
                "Bearer \u0141",
                "Bearer x\u00e9",
                "Bearer:x",
                "Bearer\u0141x",
                "Bearer \"x\"",
                "Bearer x\n"
            })
    void refuses_whatIsNoToken68(String authorization) {
        assertThat(fault(sort("Authorization", authorization))).isEqualTo(CredentialFault.BEARER_NOT_TOKEN68);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearerx y", "Bearer=", "Bear", "", "bearer-x"})
    void refuses_schemesThatOnlyBeginAlike(String authorization) {
        assertThat(fault(sort("Authorization", authorization))).isEqualTo(CredentialFault.SCHEME_NOT_ACCEPTED);
    }

    @Test
    void reads_everyCharacterOfAToken68() {
        for (char c = 0x21; c < 0x17F; c++) {
            boolean good = (c < 0x80 && Character.isLetterOrDigit(c)) || "-._~+/=".indexOf(c) >= 0;
            PresentedCredential found = sort("Authorization", "Bearer " + c);

            assertThat(found instanceof PresentedCredential.BearerToken)
                    .as("character %d", (int) c)
                    .isEqualTo(good);
        }
    }

    @Test
    void copies_theTokenAlone() {
        PresentedToken token = token("Bearer abc");
        byte[] octets = new byte[5];
        token.copyTo(octets);

        assertThat(token.length()).isEqualTo(3);
        assertThat(octets).isEqualTo("abc\0\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(token).hasToString("PresentedToken[...]");
    }

    @Test
    void reads_theLongestToken() {
        token("Bearer " + "x".repeat(LONGEST)).copyTo(new byte[LONGEST]);

        assertThat(fault(sort("Authorization", "Bearer " + "x".repeat(LONGEST - 1) + "!")))
                .isEqualTo(CredentialFault.BEARER_NOT_TOKEN68);
    }

    @Test
    void hands_aLongerTokenOver_unread() {
        PresentedToken token = token("Bearer " + "!".repeat(LONGEST + 1));

        assertThat(token.length()).isEqualTo(LONGEST + 1);
        assertThatThrownBy(() -> token.copyTo(new byte[LONGEST + 1])).isInstanceOf(IllegalStateException.class);
    }

    private static PresentedToken token(String authorization) {
        return ((PresentedCredential.BearerToken) sort("Authorization", authorization)).token();
    }
}
