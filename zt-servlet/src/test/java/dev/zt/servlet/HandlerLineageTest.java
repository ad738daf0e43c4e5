package dev.zt.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a method overrides or implements, as the language has it. */
@SuppressWarnings("unused")
class HandlerLineageTest {
    interface Store<K, V> {
        void put(K key, List<V> values);

        void fill(V[] values);

        <S extends V> void narrow(S value);
    }

    interface Texts<T> extends Store<Integer, T> {}

    abstract static class Base<T> {
        public void put(Integer key, List<T> values) {}

        public void any(Object value) {}

        private void hidden(String value) {}
    }

    static class Names extends Base<String> implements Texts<String> {
        @Override
        public void put(Integer key, List<String> values) {}

        @Override
        public void fill(String[] values) {}

        @Override
        public <S extends String> void narrow(S value) {}

        public void any(String value) {}

        public void hidden(String value) {}
    }

    static class Inheriting extends Base<String> implements Texts<String> {
        @Override
        public void fill(String[] values) {}

        @Override
        public <S extends String> void narrow(S value) {}
    }

    private static List<String> overridden(Class<?> type, String name) {
        Method handler = Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .filter(method -> method.getDeclaringClass() == type || type == Inheriting.class)
                .findFirst()
                .orElseThrow();
        return HandlerLineage.of(type).overridden(handler).stream()
                .map(method -> method.getDeclaringClass().getSimpleName())
                .toList();
    }

    @Test
    void finds_genericMethodsThroughSeveralAncestors() {
        assertThat(overridden(Names.class, "put")).containsExactly("Names", "Base", "Store");
        assertThat(overridden(Names.class, "fill")).containsExactly("Names", "Store");
        assertThat(overridden(Names.class, "narrow")).containsExactly("Names", "Store");
    }

    @Test
    void finds_whatAnInheritedMethodImplements() {
        assertThat(overridden(Inheriting.class, "put")).containsExactly("Base", "Store");
    }

    @Test
    void leaves_othersOfTheSameName() {
        assertThat(overridden(Names.class, "any")).containsExactly("Names");
        assertThat(overridden(Names.class, "hidden")).containsExactly("Names");
    }
}
