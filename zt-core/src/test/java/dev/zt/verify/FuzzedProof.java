package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fuzz.Edits;
import dev.zt.fuzz.FuzzTally;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A token and a proof for it, changed by the fuzzer in one of two ways, which the first byte chooses: the header fields that
 * hold both, or header and claims of the proof, which is then signed by its holder's own key.
 *
 * @param scheme what stands before the credential in {@code Authorization}
 * @param other the field that holds the other of the two
 * @param proofIsOther whether that is the proof
 * @param demands what must hold of header and claims of a proof that is accepted
 */
record FuzzedProof(
        String scheme,
        String other,
        boolean proofIsOther,
        String token,
        String header,
        String claims,
        BiConsumer<Map<String, Object>, Map<String, Object>> demands) {

    Optional<VerifiedCaller> check(String text) {
        String edits = text.isEmpty() ? "" : text.substring(1);
        return !text.isEmpty() && text.charAt(0) % 2 == 1 ? checkSigned(edits) : checkFields(edits);
    }

    private Optional<VerifiedCaller> checkSigned(String edits) {
        String[] parts = Edits.apply(edits, header + "\n" + claims).split("\n", 2);
        String changedClaims = parts.length == 1 ? "" : parts[1];
        Optional<VerifiedCaller> caller =
                FixedBench.caller(fields(FixedBench.sign(parts[0], changedClaims, FixedBench.HOLDER)));
        caller.ifPresent(verified -> demands.accept(FixedBench.part(parts[0]), FixedBench.part(changedClaims)));
        return caller;
    }

    // In whatever case name and scheme are written, token and proof are the genuine ones to the letter, and alone.
    private Optional<VerifiedCaller> checkFields(String edits) {
        List<Map.Entry<String, String>> genuine = fields(FixedBench.sign(header, claims, FixedBench.HOLDER));
        String text = genuine.get(0).getKey() + ":" + genuine.get(0).getValue() + "\n"
                + genuine.get(1).getKey() + ":" + genuine.get(1).getValue();
        List<Map.Entry<String, String>> sent = new ArrayList<>();
        for (String line : FuzzTally.lines(Edits.apply(edits, text))) {
            int colon = line.indexOf(':');
            if (colon >= 0) {
                sent.add(Map.entry(line.substring(0, colon), line.substring(colon + 1)));
            }
        }
        Optional<VerifiedCaller> caller = FixedBench.caller(sent);
        if (caller.isPresent()) {
            for (Map.Entry<String, String> field : genuine) {
                List<String> values = sent.stream()
                        .filter(other -> other.getKey().equalsIgnoreCase(field.getKey()))
                        .map(other -> inOneCase(other.getValue()))
                        .toList();
                assertThat(values).containsExactly(inOneCase(field.getValue()));
            }
        }
        return caller;
    }

    private String inOneCase(String value) {
        boolean named = value.toLowerCase(Locale.ROOT).startsWith(scheme.toLowerCase(Locale.ROOT) + " ");
        return named ? scheme + value.substring(scheme.length()) : value;
    }

    private List<Map.Entry<String, String>> fields(String proof) {
        return List.of(
                Map.entry("Authorization", scheme + " " + (proofIsOther ? token : proof)),
                Map.entry(other, proofIsOther ? proof : token));
    }
}
