package ai.dropops.load.chaos;

import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** People who keep asking for things at any node, approve most of it, and write down what they said. */
final class Traffic implements AutoCloseable {
    private static final int PEOPLE = 3;
    private static final Duration PACE = Duration.ofMillis(1_500);

    private final List<ControlPlane> desks;
    private final String command;
    private final ConcurrentLinkedQueue<Commission> commissions = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean closed;

    /**
     * People who begin at once.
     *
     * @param desks the nodes that are asked
     * @param command what they ask for
     */
    Traffic(List<ControlPlane> desks, String command, long seed) {
        this.desks = List.copyOf(desks);
        this.command = command;
        for (int i = 0; i < PEOPLE; i++) {
            var random = new Random(seed + i);
            threads.execute(() -> keepAsking(random));
        }
    }

    List<Commission> commissions() {
        return List.copyOf(commissions);
    }

    /** Proposals no node answered, so that nobody could approve them. */
    int unanswered() {
        return unanswered.get();
    }

    private void keepAsking(Random random) {
        while (!closed) {
            try (var api = desks.get(random.nextInt(desks.size())).api()) {
                once(new Person(api), random);
            } catch (RuntimeException | AssertionError _) {
                unanswered.incrementAndGet();
            }
            LockSupport.parkNanos(PACE.toNanos() / 2 + random.nextLong(PACE.toNanos()));
        }
    }

    private void once(Person person, Random random) {
        var proposal = Person.proposal(command, "all");
        int kind = random.nextInt(10);
        if (kind == 0) {
            proposal.put("strategy", "rolling").put("atOnce", "25%");
        } else {
            proposal.put("strategy", "parallel");
        }
        var asked = person.asks(proposal);
        if (kind == 1) {
            commissions.add(new Commission(asked.batchId(), asked.digest(), Commission.Word.WITHHELD));
            return;
        }
        commissions.add(new Commission(asked.batchId(), asked.digest(), word(person, asked)));
        if (kind == 2) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(200)).toNanos());
            person.api().post("/batches/" + asked.batchId() + "/cancel");
        }
    }

    private static Commission.Word word(Person person, Person.Asked asked) {
        try {
            person.approves(asked);
            return Commission.Word.GIVEN;
        } catch (RuntimeException | AssertionError _) {
            return Commission.Word.UNCERTAIN;
        }
    }

    /** Waits until what is being said has been said. */
    @Override
    public void close() {
        closed = true;
        threads.close();
    }
}
