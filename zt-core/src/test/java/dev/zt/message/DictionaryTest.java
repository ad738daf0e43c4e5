package dev.zt.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar of the two kinds of dictionary, as a table of what is one and what is not. */
class DictionaryTest {
    private static Map<String, SignatureInput> inputs(String... lines) {
        return Dictionary.read(List.of(lines), SignatureInput::read);
    }

    private static Map<String, byte[]> bytes(String... lines) {
        return Dictionary.read(List.of(lines), (key, cursor) -> ItemReader.bytes(cursor));
    }

    private static String numbered(int count, String pattern, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> pattern.replace("#", Integer.toString(i)))
                .collect(Collectors.joining(between));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=()",
                "  sig=()  ",
                "sig=(   )",
                "sig=( \"a\"   \"b\" )",
                "sig=(\"@method\";req \"a\")",
                "sig=(\"a\";key=\"x\";sf;bs=?0)",
                "sig=();a",
                "sig=();  a=1;b=?1;c=tok/en:*;d=\"q\\\"\\\\\";e=:AAA=:;*f=-5;g_-.*=0",
                "sig=();a=999999999999999",
                "sig=();a=007",
                "sig=();a=-0",
                "sig=();a=\"\"",
                "sig=();a=::",
                "sig=();a=*",
                "a=(),b=()",
                "a=() \t ,\t b=()",
                "a=()\t",
                "*=()"
            })
    void reads_aSignatureInput(String line) {
        assertThat(inputs(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\tsig=()",
                "sig",
                "sig;a=1",
                "sig=",
                "sig=;a=1",
                "sig=1",
                "sig=\"a\"",
                "sig =()",
                "sig= ()",
                "Sig=()",
                "1sig=()",
                "-sig=()",
                "s\u00efg=()",
                "sig=(",
                "sig=)",
                "sig=(()",
                "sig=())",
                "sig=(\"a\"\"b\")",
                "sig=(\"a\"\t\"b\")",
                "sig=(\"a\",\"b\")",
                "sig=(\"a\" ;req)",
                "sig=(a)",
                "sig=(1)",
                "sig=(:AA==:)",
                "sig=(\"a)",
                "sig=(\"a\\n\")",
                "sig=(\"a\\",
                "sig=(\"\u00e9\")",
                "sig=(\"a\n\")",
                "sig=(\"a\u0000\")",
                "sig=(\"a\u007f\")",
                "sig=() ;a=1",
                "sig=();",
                "sig=();\ta=1",
                "sig=();a=",
                "sig=();a =1",
                "sig=();a= 1",
                "sig=();A=1",
                "sig=();a=1;a=1",
                "sig=();a=1;b;a=2",
                "sig=(\"a\";req;req)",
                "sig=();a=1000000000000000",
                "sig=();a=-",
                "sig=();a=+1",
                "sig=();a=1.0",
                "sig=();a=1.",
                "sig=();a=@1750000000",
                "sig=();a=%\"x\"",
                "sig=();a=?2",
                "sig=();a=?",
                "sig=();a=?true",
                "sig=();a=\"",
                "sig=();a='x'",
                "sig=();a=:AA:",
                "sig=();a=:AA==",
                "sig=();a=()",
                "sig=()x",
                "sig=(),",
                "sig=(), ",
                ",sig=()",
                "a=(),,b=()",
                "a=() b=()",
                "a=();b=()",
                "sig=()\r\n",
                "sig=()\r\n ;a=1",
                "sig=(\"a\"\r\n \"b\")"
            })
    void refuses_whatIsNoSignatureInput(String line) {
        assertThat(inputs(line)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=:AAAA:",
                "sig=:AAA=:",
                "sig=:AA==:",
                "sig=::",
                "a=:+/+/:, b=:AAAA:",
            })
    void reads_byteSequences(String line) {
        assertThat(bytes(line)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sig=:AAA:",
                "sig=:AA:",
                "sig=:A:",
                "sig=:AA=:",
                "sig=:AB==:",
                "sig=:AAB=:",
                "sig=:AAAA=:",
                "sig=:AAAA====:",
                "sig=:=:",
                "sig=:-_-_:",
                "sig=:AA AA:",
                "sig=:AAAA\n:",
                "sig=:AAAA",
                "sig=AAAA",
                "sig=:AAAA:;a=1",
                "sig=(:AAAA:)",
                "sig=\"AAAA\"",
                "sig=:\u00c4AAA:",
                "sig=:AAAA::",
            })
    void refuses_otherSpellingsOfBytes(String line) {
        assertThat(bytes(line)).isNull();
    }

    @Test
    void refuses_aLabelThatStandsTwice_inOneLineOrInTwo() {
        assertThat(inputs("a=(), b=(), a=()")).isNull();
        assertThat(inputs("a=()", "a=()")).isNull();
        assertThat(bytes("a=:AAAA:, a=:AAAA:")).isNull();
        assertThat(bytes("a=:AAAA:", "b=:AAAA:", "a=:AAAA:")).isNull();
    }

    @Test
    void reads_everyLineByItself() {
        assertThat(inputs("a=();x", "b=()")).containsOnlyKeys("a", "b");
        assertThat(inputs("a=(\"x", "y\")")).isNull();
        assertThat(inputs("a=()", "")).isNull();
        assertThat(inputs("a=();x=1;y", "z=()", ";w")).isNull();
    }

    @Test
    void refuses_oneMoreThanItsLimits() {
        assertThat(inputs(numbered(Dictionary.MAX_MEMBERS, "a#=()", ","))).hasSize(Dictionary.MAX_MEMBERS);
        assertThat(inputs(numbered(Dictionary.MAX_MEMBERS + 1, "a#=()", ","))).isNull();
        assertThat(inputs("a=(" + numbered(SignatureInput.MAX_COMPONENTS, "\"c#\"", " ") + ")"))
                .isNotNull();
        assertThat(inputs("a=(" + numbered(SignatureInput.MAX_COMPONENTS + 1, "\"c#\"", " ") + ")"))
                .isNull();
        assertThat(inputs("a=()" + numbered(ItemReader.MAX_PARAMETERS, ";p#", "")))
                .isNotNull();
        assertThat(inputs("a=()" + numbered(ItemReader.MAX_PARAMETERS + 1, ";p#", "")))
                .isNull();
        assertThat(inputs("a".repeat(ItemReader.MAX_KEY) + "=()")).isNotNull();
        assertThat(inputs("a".repeat(ItemReader.MAX_KEY + 1) + "=()")).isNull();
        assertThat(inputs("a=();" + "p".repeat(ItemReader.MAX_KEY + 1))).isNull();
        assertThat(inputs("a=();p=\"" + "x".repeat(ItemReader.MAX_TEXT) + "\"")).isNotNull();
        assertThat(inputs("a=();p=\"" + "x".repeat(ItemReader.MAX_TEXT + 1) + "\""))
                .isNull();
        assertThat(inputs("a=();p=" + "x".repeat(ItemReader.MAX_TEXT))).isNotNull();
        assertThat(inputs("a=();p=" + "x".repeat(ItemReader.MAX_TEXT + 1))).isNull();
        assertThat(Dictionary.isTooLong(List.of("x".repeat(Dictionary.MAX_LENGTH))))
                .isFalse();
        assertThat(Dictionary.isTooLong(List.of("x".repeat(Dictionary.MAX_LENGTH), "x")))
                .isTrue();
    }

    @Test
    void keeps_theTextAsReceived_andReadsItsValues() {
        SignatureInput input = inputs(" sig=( \"a\"  \"@path\";req );  created=007;b;c=:AAA=: , other=()")
                .get("sig");

        assertThat(input.text()).isEqualTo("( \"a\"  \"@path\";req );  created=007;b;c=:AAA=:");
        assertThat(input.components()).containsExactly(Component.of("a"), Component.ofRequest("@path"));
        assertThat(input.created()).contains(Instant.ofEpochSecond(7));
        assertThat(input.parameters().text()).isEqualTo(";created=7;b;c=:AAA=:");
    }
}
