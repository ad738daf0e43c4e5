package dev.zt.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CrowdTest {
    @Test
    void sees_whatWasBeforeAndWhatIsAfterwards() throws Exception {
        AtomicInteger value = new AtomicInteger();

        List<List<Integer>> seen = Crowd.during(() -> value.set(7), 4, value::get);

        assertThat(seen).hasSize(4).allSatisfy(each -> {
            assertThat(each).startsWith(0).endsWith(7);
            assertThat(each).isSorted();
        });
    }

    @Test
    void fails_withTheChangeOrWithAThread() {
        assertThatThrownBy(() -> Crowd.during(
                        () -> {
                            throw new IllegalStateException("on purpose");
                        },
                        2,
                        () -> 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Crowd.during(() -> {}, 2, () -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isInstanceOf(ExecutionException.class);
    }
}
