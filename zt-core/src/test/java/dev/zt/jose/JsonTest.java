package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read as JSON, to the letter of RFC 8259 and within limits, and what is not. */
class JsonTest {
    private static JsonObject read(String json) {
        return Json.object(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String members(int count) {
        return IntStream.range(0, count).mapToObj(i -> "\"m" + i + "\":" + i).collect(Collectors.joining(","));
    }

    @Test
    void reads_valuesOfEveryKind() {
        JsonObject json = read("{ \"s\" : \"text\" ,\t\"n\":-12,\r\n\"f\":1.5,\"t\":true,\"x\":null,"
                + "\"o\":{\"a\":[1,\"b\"]},\"e\":{},\"l\":[ ] }  \n");

        assertThat(json.names()).containsExactly("s", "n", "f", "t", "x", "o", "e", "l");
        assertThat(json.string("s")).hasValue("text");
        assertThat(json.wholeNumber("n")).hasValue(-12);
        assertThat(json.wholeNumber("f")).isEmpty();
        assertThat(json.string("t")).isEmpty();
        assertThat(json.has("x")).isTrue();
        assertThat(json.object("o").orElseThrow().array("a")).hasValue(List.of(1L, "b"));
        assertThat(json.object("e").orElseThrow().names()).isEmpty();
        assertThat(json.array("l")).hasValue(List.of());
        assertThat(json.object("l")).isEmpty();
        assertThat(json.array("o")).isEmpty();
    }

    @Test
    void reads_elementsOfEveryKind() {
        List<?> elements = read("{\"l\":[\"a\",1,true,false,{\"b\":2},[3],null,0.5]}")
                .array("l")
                .orElseThrow();

        assertThat(elements.subList(0, 4)).isEqualTo(List.of("a", 1L, true, false));
        assertThat(((JsonObject) elements.get(4)).wholeNumber("b")).hasValue(2);
        assertThat(elements.get(5)).isEqualTo(List.of(3L));
        assertThat(elements.get(6)).isNotInstanceOfAny(String.class, Long.class, Boolean.class, List.class);
        assertThat(elements.get(7)).isNotInstanceOfAny(String.class, Long.class, Boolean.class, List.class);
    }

    @Test
    void reads_escapesAndTextBeyondAscii() {
        JsonObject json =
                read("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\ude00\",\"\u00e9\":\"\u20ac\",\"\\u0062\":1}");

        assertThat(json.string("a")).hasValue("\"\\/\b\f\n\r\t\u00e9\uD83D\uDE00");
        assertThat(json.string("\u00e9")).hasValue("\u20ac");
        assertThat(json.wholeNumber("b")).hasValue(1);
        assertThat(json.has("\\u0062")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "}",
                "[]",
                " {}",
                "{}x",
                "{}{}",
                "{,}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":",
                "{\"a\": ",
                "{\"a\":1",
                "{\"a\":1.",
                "{\"a\":-",
                "{\"a\":[",
                "{\"a\":[1",
                "{\"a\":[1,",
                "{\"a\":tru",
                "{\"a\"",
                "{\"a",
                "{\"a\":1,}",
                "{\"a\":1 \"b\":2}",
                "{\"a\" 1}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":1;}",
                "{\"a\":[1,]}",
                "{\"a\":[,1]}",
                "{\"a\":[1 2]}",
                "{\"a\":[1}",
                "{\"a\":{\"b\":1]}",
                "{\"a\":[1]]}",
                "{\"a\":tru}",
                "{\"a\":True}",
                "{\"a\":nul}",
                "{\"a\":truefalse}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":-}",
                "{\"a\":.5}",
                "{\"a\":1.}",
                "{\"a\":1.e1}",
                "{\"a\":1e}",
                "{\"a\":1e+}",
                "{\"a\":0x1}",
                "{\"a\":NaN}",
                "{\"a\":Infinity}",
                "{\"a\":\"b}",
                "{\"a\":\"\\\"}",
                "{\"a\":\"\\a\"}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":\"\\U0041\"}",
                "{\"a\":\"\t\"}",
                "{\"a\":\"\u0000\"}",
                "{\"a\\",
                "{/**/\"a\":1}"
            })
    void refuses_whatBreaksTheGrammar(String json) {
        assertThat(read(json)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "10", "-10", "0.0", "-0.5", "1e1", "1E1", "1e+1", "1e-10", "12.50E+03"})
    void reads_numbersAsTheyMayBeWritten(String number) {
        assertThat(read("{\"a\":" + number + "}")).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\ud800",
                "\\udbff",
                "\\udc00",
                "\\udfff",
                "\\ud800x",
                "\\ud800\\n",
                "\\ud800\\u0041",
                "\\ud800\\ud800",
                "\\udc00\\ud800",
                "\\ud83d\\ude0"
            })
    void refuses_halfASurrogatePair(String text) {
        assertThat(read("{\"a\":\"" + text + "\"}")).isNull();
        assertThat(read("{\"" + text + "\":1}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\":1,\"a\":2",
                "\"a\":1,\"b\":2,\"\\u0061\":3",
                "\"\\u0061\":1,\"a\":2",
                "\"\\u0061\":1,\"\\u0061\":2",
                "\"\u00e9\":1,\"\\u00E9\":2",
                "\"\":1,\"\":2",
                "\"o\":{\"a\":1,\"a\":2}",
                "\"l\":[{\"a\":1,\"a\":2}]"
            })
    void refuses_aMemberTwice_howeverItIsWritten(String members) {
        assertThat(read("{" + members + "}")).isNull();
    }

    @Test
    void tells_namesApart_ofInnerAndOuterObjects() {
        JsonObject json = read("{\"a\":{\"a\":1,\"b\":{\"a\":2}},\"b\":[{\"a\":3},{\"a\":4}]}");

        assertThat(json.names()).containsExactly("a", "b");
        assertThat(json.object("a").orElseThrow().wholeNumber("a")).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 23, 24, 25, 26, 63, 64, 65, 66, 200})
    void refuses_aMemberTwice_amongHoweverMany(int count) {
        JsonObject many = read("{" + members(count) + "}");

        assertThat(many.names()).hasSize(count);
        assertThat(many.wholeNumber("m" + (count - 1))).hasValue(count - 1);
        for (int twice : new int[] {0, count / 2, count - 1}) {
            assertThat(read("{" + members(count) + ",\"m" + twice + "\":0}")).isNull();
            assertThat(read("{" + members(count) + ",\"\\u006d" + twice + "\":0}"))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 24, 25, 64, 65, 100})
    void finds_eachOfHoweverMany_howeverTheyAreWritten(int count) {
        String members = IntStream.range(0, count)
                .mapToObj(i -> "\"" + (i % 3 == 0 ? "\\u00e9" : i % 3 == 1 ? "\u00e9" : "e") + i + "\":" + i)
                .collect(Collectors.joining(","));
        JsonObject json = read("{" + members + "}");

        for (int i = 0; i < count; i++) {
            String name = (i % 3 == 2 ? "e" : "\u00e9") + i;
            assertThat(json.wholeNumber(name)).hasValue(i);
            assertThat(read("{" + members + ",\"" + name + "\":0}")).isNull();
        }
        assertThat(json.has("e")).isFalse();
    }

    @Test
    void reads_atMostEightLevels() {
        assertThat(read("{\"a\":".repeat(8) + "1" + "}".repeat(8))).isNotNull();
        assertThat(read("{\"a\":".repeat(9) + "1" + "}".repeat(9))).isNull();
        assertThat(read("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}")).isNotNull();
        assertThat(read("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}")).isNull();
        assertThat(read("{\"a\":" + "[".repeat(100_000))).isNull();
    }

    @Test
    void reads_namesOfAtMost256Octets() {
        assertThat(read("{\"" + "n".repeat(256) + "\":1}")).isNotNull();
        assertThat(read("{\"" + "n".repeat(257) + "\":1}")).isNull();
        assertThat(read("{\"" + "\u00e9".repeat(128) + "\":1}")).isNotNull();
        assertThat(read("{\"" + "\u00e9".repeat(129) + "\":1}")).isNull();
    }

    @Test
    void reads_numbersOfAtMost64Characters_andWholeOnesOf18() {
        assertThat(read("{\"a\":" + "1".repeat(64) + "}")).isNotNull();
        assertThat(read("{\"a\":" + "1".repeat(65) + "}")).isNull();
        assertThat(read("{\"a\":" + "9".repeat(18) + "}").wholeNumber("a")).hasValue(999_999_999_999_999_999L);
        assertThat(read("{\"a\":" + "9".repeat(19) + "}").wholeNumber("a")).isEmpty();
        assertThat(read("{\"a\":-" + "9".repeat(17) + "}").wholeNumber("a")).hasValue(-99_999_999_999_999_999L);
        assertThat(read("{\"a\":-" + "9".repeat(18) + "}").wholeNumber("a")).isEmpty();
    }

    @Test
    void keeps_whatItRead_whenItsBytesChange() {
        byte[] bytes = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8);
        JsonObject json = Json.object(bytes);
        bytes[6] = 'x';

        assertThat(json.string("a")).hasValue("b");
    }

    @Test
    void reads_blanksBetweenAllTokens() {
        JsonObject json = read("{ \r\n\t\"a\" : [ 1 , [ ] , { } ] , \"b\" : { \"c\" : \"d\" } }");

        assertThat(json.array("a").orElseThrow()).hasSize(3);
        assertThat(json.object("b").orElseThrow().string("c")).hasValue("d");
        assertThat(read("{ }").names()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0, false", "-1, false", "1, true", "253402300799, true", "253402300800, false"})
    void reads_timesWithinFourDigitYears(long seconds, boolean time) {
        assertThat(read("{\"t\":" + seconds + "}").time("t"))
                .isEqualTo(time ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty());
    }

    @Test
    void reads_noTime_ofAnythingButAWholeNumber() {
        JsonObject json = read("{\"a\":1.0,\"b\":\"1\",\"c\":1e3}");

        assertThat(json.time("a")).isEmpty();
        assertThat(json.time("b")).isEmpty();
        assertThat(json.time("c")).isEmpty();
        assertThat(json.time("d")).isEmpty();
    }

    @Test
    void tells_whatIsThereOfAnotherKind() {
        JsonObject json = read("{\"a\":1,\"b\":\"x\"}");

        assertThat(json.isOther("a", JsonKind.STRING)).isTrue();
        assertThat(json.isOther("a", JsonKind.WHOLE_NUMBER)).isFalse();
        assertThat(json.isOther("b", JsonKind.WHOLE_NUMBER)).isTrue();
        assertThat(json.isOther("c", JsonKind.STRING)).isFalse();
    }

    @Test
    void writes_whatItReads() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("s", "a\"\u00e9");
        members.put("n", -7L);
        members.put("l", List.of("x", 1L, List.of(), Map.of("k", "v")));
        members.put("o", Map.of());
        String written = Json.write(members);

        assertThat(written).isEqualTo("{\"s\":\"a\\\"\u00e9\",\"n\":-7,\"l\":[\"x\",1,[],{\"k\":\"v\"}],\"o\":{}}");
        assertThat(read(written).names()).containsExactly("s", "n", "l", "o");
    }

    @Test
    void writes_nothingOfOtherClasses() {
        assertThatThrownBy(() -> Json.write(Map.of("a", 1.5))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(Map.of("a", 1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knows_whetherThereAreOtherMembers() {
        JsonObject json = read("{\"a\":1,\"b\":2}");

        assertThat(json.hasOnly(Set.of("a", "b", "c"))).isTrue();
        assertThat(json.hasOnly(Set.of("a", "b"))).isTrue();
        assertThat(json.hasOnly(Set.of("a", "c"))).isFalse();
        assertThat(json.hasOnly(Set.of())).isFalse();
    }
}
