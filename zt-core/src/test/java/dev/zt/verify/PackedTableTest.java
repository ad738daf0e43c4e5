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

    private static void add(PackedTable table, ReplayKey key, int account, long second) {
        table.makeRoom();
        table.add(table.placeFor(key), key, account, second);
    }

    private static boolean contains(PackedTable table, ReplayKey key) {
        table.makeRoom();
        return table.placeFor(key) == PackedTable.TAKEN;
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
            assertThat(contains(tested, key)).isEqualTo(model.containsKey(step));
            if (!contains(tested, key) && !tested.isFull()) {
                add(tested, key, step, now + step % 60);
                model.put(step, now + step % 60);
            }
        }
        Set<Integer> left = new HashSet<>();
        for (int id = 0; id <= 400; id++) {
            if (contains(tested, key(id))) {
                left.add(id);
            }
        }
        assertThat(left).isEqualTo(model.keySet());
    }

    @Test
    void tells_whoseAndHowOldWhatItForgetsIs_atTheEndsOfBoth() {
        int last = PackedTable.MOST_ACCOUNTS - 1;
        add(table, key(1), last, PackedTable.LAST_SECOND - 1);
        add(table, key(2), 0, 0);
        Map<Integer, Long> forgotten = new HashMap<>();

        table.sweep(2000, PackedTable.LAST_SECOND, forgotten::put);

        assertThat(forgotten).isEqualTo(Map.of(last, PackedTable.LAST_SECOND - 1, 0, 0L));
        assertThat(contains(table, key(1))).isFalse();
    }

    @Test
    void takes_asManyAsItIsMadeFor_andIsFullSoonAfter() {
        int added = 0;
        while (!table.isFull()) {
            add(table, key(added), added, 5000);
            added++;
        }

        assertThat(added).isBetween(1000, 1250);
        for (int id = 0; id < added; id++) {
            assertThat(contains(table, key(id))).isTrue();
        }
        assertThat(contains(table, key(added))).isFalse();
    }

    @Test
    void stays_asItWas_whereThereIsNoMemoryToGrow() {
        PackedTable poor = new PackedTable(1000, 0x9E3779B97F4A7C15L, 7, words -> {
            if (words > 128) {
                throw new OutOfMemoryError("on purpose");
            }
            return new long[words];
        });
        int added = 0;
        try {
            for (; added < 1000; added++) {
                add(poor, key(added), added, 10);
            }
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessage("on purpose");
        }

        assertThat(added).isEqualTo((int) (64 * 0.8));
        for (int id = 0; id < added; id++) {
            assertThat(poor.placeFor(key(id))).isEqualTo(PackedTable.TAKEN);
        }
        assertThat(poor.placeFor(key(added))).isNotEqualTo(PackedTable.TAKEN);
    }

    @Test
    void looksAt_noMoreSlotsThanItIsTold() {
        for (int id = 0; id < 1000; id++) {
            add(table, key(id), id, 10);
        }
        Set<Integer> forgotten = new HashSet<>();

        table.sweep(16, 11, (account, second) -> forgotten.add(account));

        assertThat(forgotten).hasSizeLessThanOrEqualTo(16);
    }
}
