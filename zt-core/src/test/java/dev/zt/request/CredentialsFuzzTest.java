package dev.zt.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.zt.fuzz.FuzzTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever the header fields: exactly the credential that they hold, if they hold one and nothing beside it, and otherwise a
 * fault. The first character of a line chooses the field, the rest is its value.
 */
class CredentialsFuzzTest {
    @RegisterExtension
    static final FuzzTally TALLY = new FuzzTally();

    private static final int LONGEST = 8192;
    private static final List<String> NAMES = List.of(
            "authorization",
            "workload-identity-token",
            "workload-proof-token",
            "dpop",
            "signature-input",
            "signature",
            "txn-token",
            "cookie");

    @DictionaryEntries({
        "\\x0A",
        "WPT ",
        "DPoP ",
        "Bearer ",
        "bearer\\x09",
        "Basic ",
        ", ",
        "a.b.c",
        "\\x0A@",
        "\\x0AA",
        "\\x0AC",
        "\\x0AD"
    })
    @FuzzTest
    void finds_theOneCredential(byte[] bytes) {
        TALLY.run(bytes, text -> {
            List<Map.Entry<String, String>> fields = fields(text);
            Headers headers = name -> values(fields, name.toLowerCase(Locale.ROOT));
            check(Credentials.of(Call.of("GET", "/", headers, Channel.TLS), LONGEST), fields);
        });
    }

    private static List<Map.Entry<String, String>> fields(String text) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String line : FuzzTally.lines(text)) {
            if (!line.isEmpty()) {
                fields.add(Map.entry(NAMES.get(line.charAt(0) % NAMES.size()), line.substring(1)));
            }
        }
        return fields;
    }

    private static List<String> values(List<Map.Entry<String, String>> fields, String name) {
        return fields.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static void check(PresentedCredential presented, List<Map.Entry<String, String>> fields) {
        // Which of the fields that authenticate there are.
        List<String> present = NAMES.subList(0, 4).stream()
                .filter(name -> !values(fields, name).isEmpty())
                .toList();
        if (presented instanceof PresentedCredential.None) {
            assertThat(present).isEmpty();
        } else if (presented instanceof PresentedCredential.WitWithProof pair) {
            assertThat(present).containsExactly("authorization", "workload-identity-token");
            assertThat(values(fields, "workload-identity-token")).containsExactly(pair.wit());
            assertThat(only(fields, "authorization")).matches("(?i)WPT .+").endsWith(" " + pair.proof());
            assertThat(pair.proof()).matches("[-A-Za-z0-9._~+/=]+");
        } else if (presented instanceof PresentedCredential.WitWithSignature signed) {
            assertThat(present).contains("workload-identity-token").doesNotContain("dpop", "workload-proof-token");
            assertThat(values(fields, "workload-identity-token")).containsExactly(signed.wit());
            assertThat(values(fields, "signature-input")).isNotEmpty();
            assertThat(values(fields, "authorization"))
                    .hasSizeLessThan(2)
                    .noneMatch(value -> value.matches("(?is)(WPT|DPoP|Bearer)([^-A-Za-z0-9._~+/=].*)?"));
        } else if (presented instanceof PresentedCredential.BoundToken bound) {
            assertThat(present).containsExactly("authorization", "dpop");
            assertThat(only(fields, "dpop")).isEqualTo(bound.proof());
            assertThat(only(fields, "authorization"))
                    .matches("(?i)DPoP .+")
                    .endsWith(" " + bound.token().text());
        } else if (presented instanceof PresentedCredential.BearerToken bearer) {
            assertThat(present).containsExactly("authorization");
            assertThat(only(fields, "authorization"))
                    .matches("(?i)Bearer .+")
                    .endsWith(" " + bearer.token().text());
        } else {
            assertThat(present).isNotEmpty();
        }
    }

    private static String only(List<Map.Entry<String, String>> fields, String name) {
        assertThat(values(fields, name)).hasSize(1);
        return values(fields, name).get(0);
    }
}
