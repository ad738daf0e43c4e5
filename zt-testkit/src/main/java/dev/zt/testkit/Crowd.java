package dev.zt.testkit;

import dev.zt.verify.ReplayStore;
import dev.zt.verify.ReplayStore.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Threads that all ask at once. */
final class Crowd {
    // So that a change that takes long fills no memory.
    private static final int MOST = 1000;

    private Crowd() {}

    /** So many threads that all begin at once; whoever asks for what each got waits for it. */
    static <T> List<Future<T>> of(int size, Callable<T> call) {
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(size);
        try {
            List<Future<T>> calls = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                calls.add(threads.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            return calls;
        } finally {
            start.countDown();
            threads.shutdown();
        }
    }

    /** What may throw. */
    interface Change {
        void make() throws Exception;
    }

    /**
     * What each of so many threads got, in order, while something changed: the first before it began, the last after it was
     * done, and in between as many as there is time for, up to a thousand.
     *
     * @throws AssertionError if a thread gets nothing within 30 seconds
     */
    static <T> List<List<T>> during(Change change, int size, Callable<T> call) throws Exception {
        CountDownLatch begun = new CountDownLatch(size);
        CountDownLatch done = new CountDownLatch(1);
        List<Future<List<T>>> readers = of(size, () -> {
            List<T> seen = new ArrayList<>();
            try {
                seen.add(call.call());
            } finally {
                begun.countDown();
            }
            while (done.getCount() > 0 && seen.size() < MOST) {
                seen.add(call.call());
            }
            done.await();
            seen.add(call.call());
            return seen;
        });
        try {
            if (!begun.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not every thread has got something before the change began");
            }
            change.make();
        } finally {
            done.countDown();
        }
        List<List<T>> seen = new ArrayList<>();
        for (Future<List<T>> reader : readers) {
            seen.add(reader.get());
        }
        return seen;
    }

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
