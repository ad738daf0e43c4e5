package dev.zt.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zt.fuzz.NaiveJson;
import java.util.List;
import java.util.Map;

/** Compares what zt read with what the second reader read. */
final class SameJson {
    private static final int MAX_DIGITS = 18;

    private SameJson() {}

    static void check(JsonObject object, Map<String, Object> naive) {
        assertThat(object.names()).isEqualTo(naive.keySet());
        naive.forEach((name, value) -> {
            assertThat(object.has(name)).isTrue();
            assertThat(object.string(name).isPresent()).isEqualTo(value instanceof String);
            assertThat(object.wholeNumber(name).isPresent()).isEqualTo(isWhole(value));
            assertThat(object.object(name).isPresent()).isEqualTo(value instanceof Map);
            assertThat(object.array(name).isPresent()).isEqualTo(value instanceof List);
            object.string(name).ifPresent(text -> assertThat(text).isEqualTo(value));
            object.wholeNumber(name).ifPresent(whole -> checkElement(whole, value));
            object.object(name).ifPresent(inner -> checkElement(inner, value));
            object.array(name).ifPresent(elements -> checkElement(elements, value));
        });
    }

    @SuppressWarnings("unchecked")
    private static void checkElement(Object read, Object naive) {
        if (naive instanceof Map) {
            check((JsonObject) read, (Map<String, Object>) naive);
        } else if (naive instanceof List<?> elements) {
            assertThat((List<?>) read).hasSameSizeAs(elements);
            for (int i = 0; i < elements.size(); i++) {
                checkElement(((List<?>) read).get(i), elements.get(i));
            }
        } else if (naive instanceof NaiveJson.Numeral number) {
            assertThat(read instanceof Long).isEqualTo(isWhole(naive));
            assertThat(read instanceof Long ? read : number.text())
                    .isEqualTo(isWhole(naive) ? (Object) Long.parseLong(number.text()) : number.text());
        } else if (naive != NaiveJson.NOTHING) {
            assertThat(read).isEqualTo(naive);
        }
    }

    private static boolean isWhole(Object value) {
        return value instanceof NaiveJson.Numeral number
                && number.text().length() <= MAX_DIGITS
                && number.text().matches("-?[0-9]+");
    }
}
