package dev.zt.testkit;

import dev.zt.verify.InMemoryReplayStore;
import dev.zt.verify.ReplayStore;
import java.time.InstantSource;

class InMemoryReplayStoreContractTest extends ReplayStoreContract {
    @Override
    protected String name() {
        return "memory";
    }

    @Override
    protected ReplayStore open(InstantSource time) {
        return new InMemoryReplayStore(CAPACITY, time);
    }
}
