package dev.zt.verify;

import dev.zt.identity.CallerId;
import dev.zt.jose.Sha256;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a used proof is remembered by: the SHA-256 of its kind, the thumbprint of its key and its own id, or for a
 * signature over a request of its nonce alone, so that neither the length nor the text of a hostile {@code jti} reaches the store. Immutable.
 */
public final class ReplayKey {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SECOND = 8;
    private static final int THIRD = 16;

    private final byte[] digest;
    private final int holder;

    private ReplayKey(byte[] digest, int holder) {
        this.digest = digest;
        this.holder = holder;
    }

    /**
     * The key of one proof. The thumbprint has a fixed alphabet without NUL, so the parts cannot run into each other.
     */
    public static ReplayKey of(ProofKind kind, String keyThumbprint, String proofId) {
        String text = "zt1\0" + kind + "\0" + keyThumbprint + "\0" + proofId;
        return new ReplayKey(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), keyThumbprint.hashCode());
    }

    /**
     * The key of one signature over a request, known by its nonce whoever sends it (http-signature-08 §3).
     *
     * @param keyThumbprint whose memory it takes; no part of the key
     */
    public static ReplayKey ofNonce(String nonce, String keyThumbprint) {
        String text = "zt1\0" + ProofKind.HTTP_SIGNATURE + "\0\0" + nonce;
        return new ReplayKey(Sha256.of(text.getBytes(StandardCharsets.UTF_8)), keyThumbprint.hashCode());
    }

    /**
     * What a store outside this process counts a caller's proofs by: the SHA-256 of the caller's kind and name, since names have
     * no bound that memory could be reckoned by. The first octets of it will do. Part of the frozen format.
     */
    public static byte[] ofCaller(CallerId caller) {
        String text = caller.getClass().getSimpleName() + "\0" + caller;
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Tells the keys of one caller apart, well enough for sharing memory among them. */
    int holder() {
        return holder;
    }

    /** The first 64 bits. */
    long first() {
        return (long) LONGS.get(digest, 0);
    }

    /** The 8 bits behind them. */
    int second() {
        return digest[SECOND] & 0xFF;
    }

    /** Other bits, to spread keys by. */
    int spread() {
        return (int) (long) LONGS.get(digest, THIRD);
    }

    /** The 32 bytes, for a store outside this process. */
    public byte[] bytes() {
        return digest.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ReplayKey that && Arrays.equals(digest, that.digest);
    }

    @Override
    public int hashCode() {
        return (int) first();
    }

    /** Shows nothing of the proof. */
    @Override
    public String toString() {
        return "ReplayKey[...]";
    }
}
