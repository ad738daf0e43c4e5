package dev.zt.samples.conformance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Connections on which a request begins and never ends: every second one sends another octet now and then, the
 * others stop in the middle of a token of 60 KB. What the server closes is opened anew.
 */
final class SlowConnections implements AutoCloseable {
    private static final String BEGINNING =
            "GET /api/orders/7 HTTP/1.1\r\nHost: target.internal\r\nWorkload-Identity-Token: eyJ";
    private static final String MOST = BEGINNING + "A".repeat(60_000);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

    private final InetSocketAddress target;
    private final List<SocketChannel> channels = new ArrayList<>();
    private final LongAdder opened = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder dripped = new LongAdder();
    private final Thread thread = new Thread(this::drip, "slow");
    private volatile boolean ended;

    private SlowConnections(int port) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** Opens so many, and keeps them from then on. */
    static SlowConnections open(int port, int count) throws IOException {
        SlowConnections slow = new SlowConnections(port);
        try {
            for (int i = 0; i < count; i++) {
                slow.channels.add(slow.begin(i));
            }
        } catch (IOException e) {
            slow.close();
            throw e;
        }
        slow.thread.start();
        return slow;
    }

    private SocketChannel begin(int number) throws IOException {
        SocketChannel channel = SocketChannel.open(target);
        channel.configureBlocking(false);
        int length = isDripping(number) ? 1 + number % BEGINNING.length() : MOST.length() - number % 1_000;
        channel.write(ByteBuffer.wrap(MOST.substring(0, length).getBytes(StandardCharsets.US_ASCII)));
        opened.increment();
        return channel;
    }

    private static boolean isDripping(int number) {
        return number % 2 == 0;
    }

    private void drip() {
        ByteBuffer read = ByteBuffer.allocate(4096);
        while (!ended) {
            for (int i = 0; i < channels.size() && !ended; i++) {
                SocketChannel channel = channels.get(i);
                try {
                    if (channel.read(read.clear()) < 0) {
                        throw new IOException("closed by the server");
                    }
                    if (isDripping(i)) {
                        dripped.add(channel.write(ByteBuffer.wrap(new byte[] {'a'})));
                    }
                } catch (IOException e) {
                    reopen(i);
                }
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private void reopen(int number) {
        try {
            channels.get(number).close();
            channels.set(number, begin(number));
        } catch (IOException e) {
            refused.increment(); // The next round tries again.
        }
    }

    /** How many were opened in all, those included that took the place of closed ones. */
    long opened() {
        return opened.sum();
    }

    /** How many could not be opened anew at once. */
    long refused() {
        return refused.sum();
    }

    /** How many octets were sent one by one. */
    long dripped() {
        return dripped.sum();
    }

    @Override
    public void close() throws IOException {
        ended = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SocketChannel channel : channels) {
            channel.close();
        }
    }
}
