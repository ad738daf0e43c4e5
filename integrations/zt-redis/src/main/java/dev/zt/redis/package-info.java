/** Remembers used proofs in Redis or Valkey: {@code replay-store: rediss://replays.internal}. */
package dev.zt.redis;
