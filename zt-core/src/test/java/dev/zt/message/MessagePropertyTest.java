package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** What holds for every text: nothing throws, what was written is read, and one base has one meaning. */
class MessagePropertyTest {
    private static final Message.Request REQUEST = Messages.request("x", "1", "content-type", "text/plain");
    private static final String SIGNED = "(\"@method\" \"@path\" \"@query\" \"content-type\");created=1750000000"
            + ";expires=1750000060;nonce=\"abcd1111\";tag=\"wimse-workload-to-workload\";wimse-aud=\"https://b\"";

    @Provide
    Arbitrary<String> keys() {
        Arbitrary<Character> first = Arbitraries.chars().range('a', 'z').with('*');
        Arbitrary<String> rest = Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .withChars("_-.*")
                .ofMaxLength(12);
        return Combinators.combine(first, rest).as((start, end) -> start + end);
    }

    @Provide
    Arbitrary<BareItem> items() {
        Arbitrary<String> printable =
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(20);
        return Arbitraries.oneOf(
                printable.map(BareItem.Text::new),
                Arbitraries.longs()
                        .between(-999_999_999_999_999L, 999_999_999_999_999L)
                        .map(BareItem.Whole::new),
                Arbitraries.of(true, false).map(BareItem.Flag::new),
                Arbitraries.strings()
                        .alpha()
                        .withChars("*/:!~")
                        .ofMinLength(0)
                        .ofMaxLength(8)
                        .map(end -> new BareItem.Token("t" + end)),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40).map(BareItem.Binary::of));
    }

    @Provide
    Arbitrary<Parameters> parameters() {
        return Arbitraries.maps(keys(), items())
                .ofMaxSize(6)
                .map(values -> new Parameters(new LinkedHashMap<>(values)));
    }

    @Provide
    Arbitrary<List<Component>> components() {
        Arbitrary<String> names = Arbitraries.of("@method", "@path", "x", "content-type", "", "a\"b\\c");
        return Combinators.combine(names, parameters())
                .as(Component::new)
                .list()
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<String> nearlyFields() {
        return Arbitraries.strings()
                .withChars("ab1*=(;):?\"\\,- \t\n@.A/")
                .ofMaxLength(40)
                .map(text -> "sig=" + text);
    }

    /** Texts that would reach out of their line, into the next one or over a comma, if they could. */
    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.of(
                "",
                "/",
                "/a",
                "/A",
                "/%61",
                "/a/",
                "/a?b",
                "/a#b",
                "b",
                "b=1",
                "b=1&c",
                "?",
                "??",
                "GET",
                "get",
                "/a\n\"@query\": ?b",
                "/a\r\n\"@query\": ?b",
                "a, b",
                "a,b",
                "a b",
                "\"",
                "\\",
                "\u00e9",
                "a\u0000");
    }

    @Property
    void reads_whatItWrote(
            @ForAll("keys") String label,
            @ForAll("components") List<Component> components,
            @ForAll("parameters") Parameters parameters) {
        SignatureInput written = SignatureInput.of(label, components, parameters);
        Map<String, SignatureInput> read = Dictionary.read(List.of(label + "=" + written.text()), SignatureInput::read);
        SignatureInput again = read.get(label);

        assertThat(again.components()).isEqualTo(components);
        assertThat(again.parameters()).isEqualTo(parameters);
        assertThat(again.parameters().values()).containsExactlyEntriesOf(parameters.values());
        assertThat(again.text()).isEqualTo(written.text());
    }

    @Property
    void writes_aCanonicalFormThatStays(@ForAll("nearlyFields") String line) {
        Map<String, SignatureInput> read = Dictionary.read(List.of(line), SignatureInput::read);
        if (read != null) {
            SignatureInput input = read.get("sig");
            String once = SignatureInput.of("sig", input.components(), input.parameters())
                    .text();
            SignatureInput again = Messages.input(once);

            assertThat(again.components()).isEqualTo(input.components());
            assertThat(again.parameters()).isEqualTo(input.parameters());
            assertThat(SignatureInput.of("sig", again.components(), again.parameters())
                            .text())
                    .isEqualTo(once);
        }
    }

    @Property
    void reading_neverThrows(@ForAll @StringLength(max = 80) String text, @ForAll("nearlyFields") String near) {
        for (String line : List.of(text, near, "sig=" + text, near + text)) {
            assertThat(TaggedSignature.choose(Messages.fields("signature-input", line, "signature", line)))
                    .isNotNull();
            assertThat(TaggedSignature.choose(Messages.fields(
                            "signature-input", "a=();tag=\"wimse-workload-to-workload\"", "signature", line)))
                    .isNotNull();
            assertThat(ContentDigest.read(List.of(line))).isNotNull();
        }
    }

    @Property
    void changing_aCharacter_neverKeepsTheBaseWithAnotherMeaning(
            @ForAll @IntRange(max = 1000) int at, @ForAll @CharRange(from = ' ', to = '~') char other) {
        int place = at % SIGNED.length();
        String changed = SIGNED.substring(0, place) + other + SIGNED.substring(place + 1);
        SignatureInput input = Messages.input(changed);
        if (input != null && !changed.equals(SIGNED)) {
            Optional<String> base = SignatureBase.of(input, REQUEST).map(SignatureBase::text);

            assertThat(base).isNotEqualTo(Optional.of(Messages.base(SIGNED, REQUEST)));
        }
    }

    @Property
    void changing_onePartOfARequest_changesTheBase(
            @ForAll("parts") String method,
            @ForAll("parts") String path,
            @ForAll("parts") String query,
            @ForAll("parts") String type,
            @ForAll @IntRange(max = 3) int which,
            @ForAll("parts") String other) {
        Message.Request one = Message.Request.of(method, path, query, Messages.fields("content-type", type));
        Message.Request two = Message.Request.of(
                which == 0 ? other : method,
                which == 1 ? other : path,
                which == 2 ? other : query,
                Messages.fields("content-type", which == 3 ? other : type));
        String first = Messages.base(SIGNED, one);
        String second = Messages.base(SIGNED, two);

        if (first != null && first.equals(second)) {
            assertThat(List.of(
                            one.method(), one.path(), one.query(), one.fields().values("content-type")))
                    .isEqualTo(List.of(
                            two.method(), two.path(), two.query(), two.fields().values("content-type")));
        }
        if (first != null) {
            assertThat(first.lines()).hasSize(5);
        }
    }

    @Property(tries = 200)
    void accepts_whatItMinted_orMintsNothing(
            @ForAll("parts") String path,
            @ForAll("parts") String query,
            @ForAll("parts") String type,
            @ForAll @StringLength(min = 1, max = 30) @CharRange(from = ' ', to = '~') String audience) {
        Message.Request request = Message.Request.of("GET", path, query, Messages.fields("content-type", type));
        new WimseMint(Messages.KEY)
                .signRequest(request, Messages.TERMS, audience, ResponseDemand.ANY)
                .ifPresent(signed -> {
                    ChosenSignature chosen = TaggedSignature.choose(Messages.fields(
                            "Signature-Input", signed.signatureInput(), "Signature", signed.signature()));
                    TaggedSignature signature = ((ChosenSignature.Found) chosen).signature();

                    assertThat(signature.input().audience()).contains(audience);
                    assertThat(WimseProfile.checkRequest(signature.input(), request))
                            .isNull();
                    assertThat(signature.check(request, Messages.PUBLIC)).isNull();
                });
    }
}
