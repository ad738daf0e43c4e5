package dev.zt.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTextsTest {
    private static final Map<AuditField, String> SAME =
            new EnumMap<>(Map.of(AuditField.PATH, "/orders/7", AuditField.SERVICE, "orders"));

    private static AuditTexts texts() {
        return AuditTexts.builder()
                .put(AuditField.PATH, "/a")
                .put(AuditField.SERVICE, "orders")
                .put(AuditField.PATH, "/orders/7")
                .build();
    }

    @Test
    void is_theMapOfWhatWasPut_inTheOrderOfTheFields() {
        assertThat(texts()).isEqualTo(SAME).hasSameHashCodeAs(SAME).hasToString(SAME.toString());
        assertThat(texts().keySet()).containsExactly(AuditField.SERVICE, AuditField.PATH);
        assertThat(texts().containsKey(AuditField.RULE)).isFalse();
        assertThat(texts().get(AuditField.PATH)).isEqualTo("/orders/7");
    }

    @Test
    void copies_othersMapsOnly() {
        AuditTexts texts = texts();
        Map<AuditField, String> mutable = new EnumMap<>(SAME);

        AuditTexts copy = AuditTexts.copyOf(mutable);
        mutable.clear();

        assertThat(copy).isEqualTo(texts);
        assertThat(AuditTexts.copyOf(texts)).isSameAs(texts);
    }

    @Test
    void changes_noMore() {
        AuditTexts.Builder builder = AuditTexts.builder().put(AuditField.SERVICE, "orders");
        AuditTexts texts = builder.build();

        assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.put(AuditField.SERVICE, "x")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> texts.put(AuditField.SERVICE, "x")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> texts.remove(AuditField.SERVICE)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(texts).containsOnly(Map.entry(AuditField.SERVICE, "orders"));
    }
}
