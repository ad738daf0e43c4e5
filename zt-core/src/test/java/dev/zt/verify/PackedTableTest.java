package dev.zt.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackedTableTest {
    private final PackedTable table = new PackedTable(1000, 0x9E3779B97F4A7C15L, 7);

    private static ReplayKey key(int id) {
        return ReplayKey.of(ProofKind.WPT, "thumbprint", Integer.toString(id));
    }

    /** Adds and sweeps, and what a map would say of it. */
    @Property(tries = 300)
    void holds_whatAMapWouldHold(@ForAll @Size(max = 2000) List<@IntRange(max = 400) Integer> steps) {
        Map<Integer, Long> model = new HashMap<>();
        PackedTable tested = new PackedTable(300, 0x9E3779B97F4A7C15L, 7);
        long now = 1000;
        for (int step : steps) {
            if (step % 5 == 0) {
                now++;
            }
            long time = now;
            tested.sweep(7, time, (account, second) -> {
                assertThat(second).isLessThan(time);
                assertThat(model.remove(account)).isEqualTo(second);
            });
            ReplayKey key = key(step);
            assertThat(tested.contains(key)).isEqualTo(model.containsKey(step));
            if (!tested.contains(key) && !tested.isFull()) {
                tested.add(tested.placeFor(key), key, step, now + step % 60);
                model.put(step, now + step % 60);
            }
        }
        Set<Integer> left = new HashSet<>();
        for (int id = 0; id <= 400; id++) {
            if (tested.contains(key(id))) {
                left.add(id);
            }
        }
        assertThat(left).isEqualTo(model.keySet());
    }

    @Test
    void tells_whoseAndHowOldWhatItForgetsIs_atTheEndsOfBoth() {
        int last = PackedTable.MOST_ACCOUNTS - 1;
        table.add(table.placeFor(key(1)), key(1), last, PackedTable.LAST_SECOND - 1);
        table.add(table.placeFor(key(2)), key(2), 0, 0);
        Map<Integer, Long> forgotten = new HashMap<>();

        table.sweep(2000, PackedTable.LAST_SECOND, forgotten::put);

        assertThat(forgotten).isEqualTo(Map.of(last, PackedTable.LAST_SECOND - 1, 0, 0L));
        assertThat(table.contains(key(1))).isFalse();
    }

    @Test
    void takes_asManyAsItIsMadeFor_andIsFullSoonAfter() {
        int added = 0;
        while (!table.isFull()) {
            table.add(table.placeFor(key(added)), key(added), added, 5000);
            added++;
        }

        assertThat(added).isBetween(1000, 1250);
        for (int id = 0; id < added; id++) {
            assertThat(table.contains(key(id))).isTrue();
        }
        assertThat(table.contains(key(added))).isFalse();
    }

    @Test
    void looksAt_noMoreSlotsThanItIsTold() {
        for (int id = 0; id < 1000; id++) {
            table.add(table.placeFor(key(id)), key(id), id, 10);
        }
        Set<Integer> forgotten = new HashSet<>();

        table.sweep(16, 11, (account, second) -> forgotten.add(account));

        assertThat(forgotten).hasSizeLessThanOrEqualTo(16);
    }
}
