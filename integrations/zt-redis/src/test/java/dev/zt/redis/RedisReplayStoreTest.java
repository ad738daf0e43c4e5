package dev.zt.redis;

class RedisReplayStoreTest extends RedisReplayStoreContract {
    @Override
    protected String name() {
        return "redis";
    }

    @Override
    String program() {
        return "redis-server";
    }
}
