package dev.zt.jaxrs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Context;
import java.lang.reflect.Field;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    /** RESTEasy takes an instance for filled in before it fills it in, and lets other requests into it meanwhile. */
    @ParameterizedTest
    @ValueSource(classes = {PlaceFilter.class, GateFilter.class, RefusedBodyMapper.class, RestGate.class})
    void isWhole_whenItIsRegistered(Class<?> registered) {
        assertThat(Arrays.stream(registered.getDeclaredFields())
                        .filter(field -> field.isAnnotationPresent(Context.class))
                        .map(Field::getName))
                .isEmpty();
    }
}
