package dev.zt.redis;

class ValkeyReplayStoreTest extends RedisReplayStoreContract {
    @Override
    protected String name() {
        return "valkey";
    }

    @Override
    String program() {
        return "valkey-server";
    }
}
