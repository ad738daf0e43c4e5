package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientReaderTest {
    private static final String DOCUMENT = ClientPolicyTest.DOCUMENT + """
            tests:
              - {as: billing, call: GET /orders, token-scopes: ["orders:read"], expect: allow A1}
              - {as: gateway, call: GET /orders, expect: allow A1}
              - {as: anyone, call: GET /orders, expect: deny}
            """;

    /** Changes one thing in the good document and expects the message that names place and mend. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "client-id: billing-service} | client: billing-service} | zt-policy.yaml:7:42: unknown key 'client'",
                "client-id: billing-service} | client-id: b, actor: b} | zt-policy.yaml:7:12: beside its issuer, a caller with access tokens has either a client-id, or an actor",
                ", client-id: billing-service} | } | zt-policy.yaml:7:12: beside its issuer, a caller with access tokens has either",
                "client-id: billing-service} | client-id: b b} | zt-policy.yaml:7:53: a client or actor has a name of 1 to 255",
                "client-id: billing-service} | client-id: 12345} | zt-policy.yaml:7:53: expected text but found a number; put it in quotes",
                "actor: courier} | actor: \"\"} | zt-policy.yaml:8:49: expected text but found nothing",
                "{issuer: https://idp.example, client-id: billing-service} | {client-id: b} | missing key 'issuer'",
                "{issuer: https://idp.example, client-id | {issuer: http://idp.example, client-id | zt-policy.yaml:7:21: an issuer is an HTTPS URL",
                "actor: courier} | client-id: billing-service} | zt-policy.yaml:8:12: this id has a name already",
                "{issuer: https://idp.example, client-id: billing-service} | https://idp.example | a workload id starts with spiffe://",
                "issuers: [https://idp.example, | issuers: [idp.example, | zt-policy.yaml:4:50: an issuer is an HTTPS URL",
                "issuers: [https://idp.example, https://partner.example] | issuers: [] | an empty list; name something",
                "issuers: [https://idp.example, https://partner.example] | issuers: https://idp.example | expected a list",
                "issuers: [https://idp.example, | isuers: [https://idp.example, | unknown key 'isuers'; did you mean 'issuers'?",
                "caller: \"issuer:https://partner.example\" | caller: \"issuer:partner.example\" | an issuer is an HTTPS URL",
                "caller: \"issuer:https://partner.example\" | caller: \"issuer:*\" | an issuer is an HTTPS URL",
                "to: partners, bound: false | to: partners, bound: no | expected true or false",
                "to: partners, bound: false | to: [partners, refund], bound: false | 'refund' is critical, so nobody calls it with a bearer token",
                "to: partners, bound: false | to: \"*\", bound: false | 'refund' is critical, so nobody calls it with a bearer token",
                "except: billing, to: open | except: biling, to: open | unknown workload 'biling'; did you mean 'billing'?",
                "critical: true} | critical: true, user-authentication: {}} | nothing is demanded; write acr, max-age, or both",
                "critical: true} | critical: true, user-authentication: {acr: []}} | an empty list; name something",
                "critical: true} | critical: true, user-authentication: {acr: \"a b\"}} | an acr value has 1 to 255",
                "critical: true} | critical: true, user-authentication: {max-age: 300}} | expected a whole number with the unit",
                "critical: true} | critical: true, user-authentication: {max-age: 1500ms}} | max-age is a number of whole seconds",
                "critical: true} | critical: true, user-authentication: {max-age: 0s}} | max-age is a number of whole seconds",
                "critical: true} | critical: true, user-authentication: mfa} | expected a mapping",
                "critical: true} | critical: true, user-authentication: {arc: mfa}} | unknown key 'arc'; known: acr, max-age",
                "critical: true} | public: true, user-authentication: {acr: mfa}} | a public endpoint can neither be critical",
                "GET /orders, token-scopes: [\"orders:read\"], | GET /orders, | a client may do what its token carries; say 'token-scopes: [...]'",
                "token-scopes: [\"orders:read\"], | token-scopes: orders:read, | expected a list",
                "token-scopes: [\"orders:read\"], | token-scopes: [], acr: \"a b\", | an acr value has 1 to 255",
                "token-scopes: [\"orders:read\"], | token-scopes: [], auth-age: 5, | expected a whole number with the unit",
                "{as: billing, call | {as: {issuer: https://idp.example}, call | beside its issuer, a caller with access tokens has either",
                "{as: gateway, | {as: gateway, token-scopes: [], | only an access token has it, and a workload presents none: token-scopes",
                "{as: gateway, | {as: gateway, acr: mfa, | only an access token has it, and a workload presents none: acr",
                "{as: gateway, | {as: gateway, auth-age: 1m, | only an access token has it, and a workload presents none: auth-age",
                "{as: anyone, | {as: anyone, token-scopes: [], | somebody without an identity has no token-scopes",
                "{as: anyone, | {as: anyone, scopes: [], | somebody without an identity has no scopes",
                "{as: anyone, | {as: anyone, bound: false, | somebody without an identity has no bound"
            })
    void refuses_eachMistakeAndNamesItsPlace(String good, String bad, String message) {
        assertThat(DOCUMENT).contains(good);
        String document = DOCUMENT.replaceFirst(Pattern.quote(good), Matcher.quoteReplacement(bad));

        assertThatThrownBy(() -> PolicyTest.read(document))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("zt-policy.yaml:")
                .hasMessageContaining(message);
    }

    @Test
    void reads_theGoodDocument() {
        assertThat(PolicyTest.read(DOCUMENT).testCount()).isEqualTo(3);
    }
}
