package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fuzz.NaiveJson;
import dev.zt.fuzz.NaiveJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Whatever the object, and whatever octet of it is changed: what a second reader reads, or nothing where that reads nothing. */
class JsonPropertyTest {
    @Property(tries = 100)
    void reads_whatWasWritten(@ForAll("objects") Map<String, Object> object) {
        byte[] bytes = NaiveJsonWriter.write(object).getBytes(StandardCharsets.UTF_8);

        assertThat(Json.object(bytes)).isNotNull();
        check(bytes);
    }

    @Property(tries = 300)
    void reads_asASecondReaderDoes_whereAnOctetIsChanged(
            @ForAll("objects") Map<String, Object> object,
            @ForAll @IntRange(max = 1 << 20) int place,
            @ForAll byte octet) {
        byte[] bytes = NaiveJsonWriter.write(object).getBytes(StandardCharsets.UTF_8);
        bytes[place % bytes.length] = octet;

        check(bytes);
    }

    private static void check(byte[] bytes) {
        Optional<Map<String, Object>> naive = NaiveJson.object(bytes);
        JsonObject read = Json.object(bytes);

        assertThat(read != null).isEqualTo(naive.isPresent());
        if (read != null) {
            SameJson.check(read, naive.orElseThrow());
        }
    }

    @Provide
    static Arbitrary<Map<String, Object>> objects() {
        return objects(2);
    }

    private static Arbitrary<Map<String, Object>> objects(int depth) {
        return Arbitraries.maps(texts(), values(depth)).ofMaxSize(5).map(LinkedHashMap::new);
    }

    private static Arbitrary<Object> values(int depth) {
        Arbitrary<Object> simple = Arbitraries.oneOf(List.of(
                texts().map(text -> text),
                Arbitraries.longs().map(number -> new NaiveJson.Numeral(Long.toString(number))),
                Arbitraries.of("0.5", "-1e5", "2E-3", "0").map(NaiveJson.Numeral::new),
                Arbitraries.of(true, false, NaiveJson.NOTHING)));
        return depth == 0
                ? simple
                : Arbitraries.oneOf(List.of(
                        simple,
                        objects(depth - 1).map(object -> object),
                        values(depth - 1).list().ofMaxSize(3).map(list -> list)));
    }

    // Whole characters, since half a pair is no text.
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ascii().ofMaxLength(12),
                Arbitraries.integers()
                        .between(0, 0x10FFFF)
                        .filter(point -> point < 0xD800 || point > 0xDFFF)
                        .list()
                        .ofMaxSize(4)
                        .map(points -> points.stream().map(Character::toString).reduce("", String::concat)));
    }
}
