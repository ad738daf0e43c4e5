package dev.zt.own;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When to ask for what follows a credential: at 45 to 55 % of its life, so that instances do not ask together. */
final class HalfLife {
    private HalfLife() {}

    static Instant of(Instant from, Instant expiry, RandomGenerator random) {
        Duration life = Duration.between(from, expiry);
        return from.plus(life.multipliedBy(450 + random.nextInt(101)).dividedBy(1000));
    }
}
