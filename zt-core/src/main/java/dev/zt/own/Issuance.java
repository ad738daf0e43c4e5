package dev.zt.own;

import dev.zt.identity.ClientId;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * What all tokens of one client have in common.
 *
 * @param client whose tokens they are
 * @param server who issues them
 * @param backoff how the server fares as a whole
 * @param exchanges what is logged of exchanged tokens, of which there are as many as users
 * @param background where asking begins, so that no call computes a signature for the server
 */
record Issuance(
        ClientId client,
        TokenServer server,
        Backoff backoff,
        InstantSource clock,
        RandomGenerator random,
        SparseLog exchanges,
        Executor background) {}
