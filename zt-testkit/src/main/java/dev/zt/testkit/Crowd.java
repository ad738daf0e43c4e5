package dev.zt.testkit;

import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Threads that all ask at once. */
final class Crowd {
    private Crowd() {}

    /** What so many threads of each client are told. */
    static List<Use> ask(List<ReplayStore> clients, int threadsEach, Function<ReplayStore, Use> question)
            throws Exception {
        int threads = clients.size() * threadsEach;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Use>> asked = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ReplayStore client = clients.get(i % clients.size());
                asked.add(pool.submit(() -> {
                    start.await();
                    return question.apply(client);
                }));
            }
            List<Use> answers = new ArrayList<>();
            for (Future<Use> each : asked) {
                answers.add(each.get());
            }
            return answers;
        } finally {
            pool.shutdownNow();
        }
    }
}
