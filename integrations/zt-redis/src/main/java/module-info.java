/** Remembers used proofs in Redis or Valkey. */
@org.jspecify.annotations.NullMarked
module dev.zt.redis {
    requires static transitive org.jspecify;
    requires transitive dev.zt.core;
    requires transitive redis.clients.jedis;
    requires org.apache.commons.pool2;
    requires org.slf4j;

    exports dev.zt.redis;

    provides dev.zt.verify.ReplayStoreProvider with
            dev.zt.redis.RedisReplayStoreProvider;
}
