package ai.dropops.operator.control;

import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.SignedTime;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocket;

/** The control plane's end of one operator's connection. */
public final class FakeLink {
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FIN = 0x80;
    private static final long NONE = -1;
    /** Only output comes in frames of this size. */
    private static final int LARGE = 1 << 12;

    private static final int CREDIT = 16;

    private final FakeControlPlane plane;
    private final SSLSocket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final BlockingQueue<Frame> received = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicLong counter = new AtomicLong();
    private final LongAdder counted = new LongAdder();
    private volatile boolean mute;
    private volatile long countedReader = NONE;
    private int uncredited;
    private Bytes challenge = Bytes.EMPTY;

    FakeLink(FakeControlPlane plane, SSLSocket socket, DataInputStream in) throws IOException {
        this.plane = plane;
        this.socket = socket;
        this.in = in;
        this.out = new DataOutputStream(new java.io.BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    }

    /** The operator's greeting. */
    public Frame.Hello hello() throws InterruptedException {
        Frame.Hello hello = await(Frame.Hello.class);
        challenge = hello.challenge();
        return hello;
    }

    /** Greets back. */
    public Frame.Hello welcome() throws InterruptedException {
        return welcome(1);
    }

    public Frame.Hello welcome(int heartbeatSeconds) throws InterruptedException {
        Frame.Hello hello = hello();
        send(new Frame.Welcome(
                FrameCodec.VERSION,
                plane.operator,
                plane.workspace,
                plane.successions,
                SignedTime.sign(Instant.now(), plane::sign),
                heartbeatSeconds));
        return hello;
    }

    public void send(Frame frame) {
        write(BINARY, FrameCodec.encode(frame));
    }

    /** Sends bytes that need not be a frame. */
    public void sendRaw(byte[] content) {
        write(BINARY, content);
    }

    /** Delivers {@code order} as this connection's next. */
    public void deliver(Order order) {
        send(delivery(order));
    }

    public Frame.Deliver delivery(Order order) {
        return new Frame.Deliver(order, challenge, counter.incrementAndGet());
    }

    /** The next frame of this type; others before it are passed over. */
    public <T extends Frame> T await(Class<T> type) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (true) {
            Frame frame = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (frame == null) {
                throw new AssertionError("no " + type.getSimpleName() + " within 30 s");
            }
            if (type.isInstance(frame)) {
                return type.cast(frame);
            }
        }
    }

    /** Everything of this type that has arrived and was not awaited, once the connection has ended. */
    public <T extends Frame> List<T> received(Class<T> type) throws InterruptedException {
        ended.await();
        return received.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public Frame next() throws InterruptedException {
        return await(Frame.class);
    }

    /** The next receipt, its signature verified; it is confirmed as kept. */
    public Receipt receipt() throws InterruptedException {
        Receipt receipt = unconfirmedReceipt();
        send(new Frame.ReportKept(receipt.execution(), receipt.sequence()));
        return receipt;
    }

    /** What became of {@code execution}; an earlier receipt may be said again before it is heard to be kept. */
    public Outcome outcomeOf(ExecutionId execution) throws InterruptedException {
        Receipt receipt = receipt();
        while (!receipt.execution().equals(execution)) {
            receipt = receipt();
        }
        return receipt.outcome();
    }

    public Receipt unconfirmedReceipt() throws InterruptedException {
        return await(Frame.Report.class).receipt().verified(plane.receiptKey());
    }

    /** Stops answering pings. */
    public void fallSilent() {
        mute = true;
    }

    /**
     * From now on output is that of {@code reader}, taken as fast as it comes: its bytes are counted, credit is given for them, and
     * nobody looks at them.
     */
    public LongAdder count(long reader) {
        countedReader = reader;
        return counted;
    }

    public boolean endsWithin(long seconds) throws InterruptedException {
        return ended.await(seconds, TimeUnit.SECONDS);
    }

    public void close() {
        FakeControlPlane.closeQuietly(socket);
    }

    void listen() {
        try {
            var message = new ByteArrayOutputStream();
            while (true) {
                int head = in.readUnsignedByte();
                int length = length();
                byte[] mask = in.readNBytes(Integer.BYTES);
                byte[] payload = in.readNBytes(length);
                if (countedReader != NONE && length >= LARGE) {
                    counted(length);
                    continue;
                }
                unmask(payload, mask);
                switch (head & 0x0f) {
                    case PING -> {
                        if (!mute) {
                            write(PONG, payload);
                        }
                    }
                    case CLOSE -> {
                        return;
                    }
                    case PONG -> {}
                    default -> {
                        message.writeBytes(payload);
                        if ((head & FIN) != 0) {
                            hear(FrameCodec.decode(message.toByteArray()));
                            message.reset();
                        }
                    }
                }
            }
        } catch (IOException e) {
            // the operator is gone
        } finally {
            ended.countDown();
            close();
        }
    }

    private void hear(Frame frame) {
        if (countedReader != NONE && frame instanceof Frame.Output output) {
            counted(output.data().size());
        } else {
            received.add(frame);
        }
    }

    private void counted(int length) {
        counted.add(length);
        if (++uncredited == CREDIT) {
            uncredited = 0;
            send(new Frame.Credit(countedReader, CREDIT));
        }
    }

    private int length() throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        return switch (length) {
            case 126 -> in.readUnsignedShort();
            case 127 -> Math.toIntExact(in.readLong());
            default -> length;
        };
    }

    private static void unmask(byte[] payload, byte[] mask) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
    }

    private synchronized void write(int opcode, byte[] content) {
        try {
            out.writeByte(FIN | opcode);
            if (content.length < 126) {
                out.writeByte(content.length);
            } else if (content.length < 1 << 16) {
                out.writeByte(126);
                out.writeShort(content.length);
            } else {
                out.writeByte(127);
                out.writeLong(content.length);
            }
            out.write(content);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
