package dev.zt.policy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zt.config.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyReaderTest {
    private static final String WITHOUT_TESTS =
            PolicyTest.DOCUMENT.substring(0, PolicyTest.DOCUMENT.indexOf("tests:")) + "tests:\n";

    /** Changes one thing in the good document and expects the message that names place and mend. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "zt: 1 | zt: 2 | zt-policy.yaml:1:5: only version 1",
                "zt: 1 | zt: one | zt-policy.yaml:1:5: expected a whole number but found text",
                "service: orders | service: 7 | zt-policy.yaml:2:10: expected text but found a number; put it in quotes",
                "service: orders | serivce: orders | zt-policy.yaml:2:1: unknown key 'serivce'; did you mean 'service'?",
                "service: orders | service: orders/x | zt-policy.yaml:2:10: a name has letters",
                "segment: shop | segment: shpo | zt-policy.yaml:3:10: unknown segment 'shpo'; did you mean 'shop'?",
                "[shop, money]} | [shop, monney]} | unknown segment 'monney'; did you mean 'money'?",
                "trust-domains: [shop.example, | trust-domains: [Shop.example, | zt-policy.yaml:4:25: a trust domain holds",
                "gateway: spiffe://shop.example/gateway | gateway: https://x | zt-policy.yaml:6:12: a workload id starts",
                "orders: spiffe://shop.example/orders | orders: spiffe://shop.example/gateway | has a name already",
                "office: [reports] | office: [reports, gateway] | 'gateway' is in segment 'shop' already",
                "office: [reports] | office: [reprots] | unknown workload 'reprots'; did you mean 'reports'?",
                "match: POST /orders, | match: post /orders, | a method in capitals",
                "match: POST /orders, | match: POST orders, | a path template starts with '/'",
                "match: POST /orders, | match: POST /orders/*, | there are no wildcards but {name}",
                "match: POST /orders, | match: POST /orders//x, | has no empty segment",
                "match: POST /orders, | match: POST /a/../b, | no '.' or '..'",
                "GET /files/{**} | GET /{**}/files | {**} stands only at the end",
                "POST /orders/{id}/refund | POST /orders/{id}/{id} | the variable {id} stands twice",
                "POST /orders/{id}/refund | POST /orders/{i d}/x | a method in capitals",
                "POST /orders/{id}/refund | POST /orders/{}/x | a variable is named",
                "special: GET /orders/special | special: \"GET /orders/{nr}\" | matches the same calls as endpoint 'read-order'",
                "critical: true} | critical: yes} | expected true or false",
                "public: true} | public: true, requires: [a]} | can neither be critical nor require scopes",
                "requires: [\"orders:write\"] | requires: [\"orders write\"] | a scope has 1 to 128",
                "requires: [\"orders:write\"] | requires: orders:write | expected a list",
                "caller: gateway, to: place-order | caller: gatway, to: place-order | unknown workload 'gatway'; did you mean 'gateway'?",
                "caller: gateway, to: place-order | caller: gateway, to: place-oder | unknown endpoint 'place-oder'; did you mean 'place-order'?",
                "caller: \"segment:money\" | caller: \"segment:mony\" | unknown segment 'mony'; did you mean 'money'?",
                "caller: \"segment:money\" | caller: \"trust-domain:X\" | a trust domain holds",
                "{id: A2, | {id: A1, | the rule id 'A1' is taken",
                "{id: A2, | { | missing key 'id'",
                "[shop, money]} | []} | an empty list; name something",
                "from: billing, to: files | from: [], to: files | an empty list; name something",
                "from: billing, to: files | from: billing, to: [] | an empty list; name something",
                "expires: 2026-03-01 | expires: \"+999999999-12-31\" | expected a date, YYYY-MM-DD",
                "expires: 2026-03-01 | expires: tomorrow | expected a date, YYYY-MM-DD",
                "expires: 2026-03-01 | when: {posture: normal} | unknown key 'when'",
                "expect: allow A1 | expect: allow A9 | expected allow, allow RULE",
                "expect: allow A1 | expect: maybe | expected allow, allow RULE",
                "{as: gateway, call: GET /orders/7, expect: allow A1} | {as: gateway, call: GET, expect: allow} | a call is a method and a path",
                "{as: gateway, call: GET /orders/7, expect: allow A1} | {as: gatewya, call: GET /x, expect: allow} | unknown workload 'gatewya'",
                "{as: gateway, call: GET /orders/7, expect: allow A1} | {as: gateway, call: GET /x, posture: elevatd, expect: allow} | unknown posture 'elevatd'; did you mean 'elevated'?",
                "{as: gateway, call: GET /orders/7, expect: allow A1} | {as: anyone, call: GET /x, posture: elevated, expect: deny} | somebody without an identity has no posture",
                "tests: | posture: {elevate: {deny: [files]}} | zt-policy.yaml:31:11: unknown key 'elevate'; did you mean 'elevated'?",
                "tests: | posture: {quarantined: {deny: [files]}} | unknown key 'quarantined'; known: elevated, lockdown",
                "tests: | posture: [elevated] | expected a mapping (key: value) but found a list",
                "tests: | posture: {elevated: {denies: [files]}} | unknown key 'denies'; did you mean 'deny'?",
                "tests: | posture: {elevated: {}} | nothing is said here; write only, deny or scopes",
                "tests: | posture: {elevated: {deny: []}} | an empty list; name something",
                "tests: | posture: {elevated: {deny: [file]}} | zt-policy.yaml:31:29: unknown endpoint 'file'; did you mean 'files'?",
                "tests: | posture: {elevated: {only: [file]}} | unknown endpoint 'file'; did you mean 'files'?",
                "tests: | posture: {elevated: {deny: [health]}} | 'health' is public: it is served whoever calls",
                "tests: | posture: {elevated: {scopes: orders:read}} | expected a list",
                "tests: | posture: {elevated: {scopes: [\"orders read\"]}} | a scope has 1 to 128",
                "tests: | posture: {lockdown: {only: [refund]}} | 'refund' is denied at elevated already",
                "tests: | posture: {elevated: {deny: [files]}, lockdown: {only: [special, files]}} | zt-policy.yaml:31:65: 'files' is denied at elevated",
                "place-order: {match: | place order: {match: | a name",
                "gateway: spiffe://shop.example/gateway | gate way: spiffe://shop.example/gateway | a name",
                "office: [reports] | off ice: [reports] | a name",
                "why: PAY-1, owner: shop} | why: [x]} | expected text",
                "why: PAY-1, owner: shop} | owner: [x]} | expected text",
                "segment: shop | {segment: shop | not YAML"
            })
    void refuses_eachMistakeAndNamesItsPlace(String good, String bad, String message) {
        String document = (bad.startsWith("posture:") ? WITHOUT_TESTS : PolicyTest.DOCUMENT)
                .replaceFirst(java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));

        assertThatThrownBy(() -> PolicyTest.read(document))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("zt-policy.yaml:")
                .hasMessageContaining(message);
    }

    @Test
    void refuses_observeWithoutAnEndAndAnEndWithoutObserve() {
        assertThatThrownBy(() -> PolicyTest.read(
                        PolicyTest.DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: observe\n")))
                .hasMessageContaining("zt-policy.yaml:4:7: mode observe needs 'until: YYYY-MM-DD'");
        assertThatThrownBy(() -> PolicyTest.read(
                        PolicyTest.DOCUMENT.replace("segment: shop\n", "segment: shop\nuntil: 2026-01-01\n")))
                .hasMessageContaining("mode observe needs");
        assertThatThrownBy(() ->
                        PolicyTest.read(PolicyTest.DOCUMENT.replace("segment: shop\n", "segment: shop\nmode: off\n")))
                .hasMessageContaining("zt-policy.yaml:4:7: expected text but found a boolean");
    }

    @Test
    void refuses_toAdmitNobody() {
        String document = PolicyTest.DOCUMENT.replaceFirst("admit: \\{.*\\}", "admit: {}");

        assertThatThrownBy(() -> PolicyTest.read(document)).hasMessageContaining("zt-policy.yaml:4:8: admit nobody?");
    }

    @Test
    void refuses_edgesThatAddUpToTooManyScopes() {
        StringBuilder first = new StringBuilder("s0");
        StringBuilder second = new StringBuilder("t0");
        for (int i = 1; i < 40; i++) {
            first.append(", s").append(i);
            second.append(", t").append(i);
        }
        String document = PolicyTest.DOCUMENT
                .replace("scopes: [\"orders:read\"]}\n  - {id: A2", "scopes: [" + first + "]}\n  - {id: A2")
                .replace("scopes: [\"orders:write\"], why", "scopes: [" + second + "], why");

        assertThatThrownBy(() -> PolicyTest.read(document)).hasMessageContaining("at most 64 scopes");
    }
}
