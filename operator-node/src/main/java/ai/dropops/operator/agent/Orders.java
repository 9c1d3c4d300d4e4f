package ai.dropops.operator.agent;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the control plane has asked of the gate, carried out one after the other on a thread of its own. */
final class Orders {
    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);
    private static final int CAPACITY = 1024;

    private final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(CAPACITY);

    static Orders open() {
        var orders = new Orders();
        Thread.ofPlatform().daemon().name("gate").start(orders::carryOut);
        return orders;
    }

    /** Waits while too much is asked, which in turn makes the control plane wait. */
    void add(Runnable order) throws InterruptedException {
        queue.put(order);
    }

    private void carryOut() {
        try {
            while (true) {
                Runnable order = queue.take();
                try {
                    order.run();
                } catch (RuntimeException e) {
                    LOG.error("an order could not be dealt with and may come again: {}", e.getMessage(), e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
