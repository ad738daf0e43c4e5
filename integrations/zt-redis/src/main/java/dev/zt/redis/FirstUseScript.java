package dev.zt.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** The script that a server runs for each use. Immutable. */
final class FirstUseScript {
    // One slot of a cluster, since one script touches all of them.
    private static final List<byte[]> KEYS = List.of(
            ascii("zt1:{replay}:state"),
            ascii("zt1:{replay}:used"),
            ascii("zt1:{replay}:ends"),
            ascii("zt1:{replay}:held"));

    private final byte[] text;
    private final byte[] hash;

    private FirstUseScript(byte[] text) {
        this.text = text;
        this.hash = ascii(HexFormat.of().formatHex(sha1(text)));
    }

    static FirstUseScript load() {
        try (InputStream in = FirstUseScript.class.getResourceAsStream("first-use.lua")) {
            if (in == null) {
                throw new IllegalStateException("first-use.lua is not beside its class");
            }
            return new FirstUseScript(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs it in one round trip, or two where the server does not know it yet, and has therefore run nothing. */
    List<?> run(UnifiedJedis client, List<byte[]> arguments) {
        try {
            return (List<?>) client.evalsha(hash, KEYS, arguments);
        } catch (JedisNoScriptException e) {
            return (List<?>) client.eval(text, KEYS, arguments);
        }
    }

    // By Redis's own naming of scripts; nothing is trusted for it.
    private static byte[] sha1(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
