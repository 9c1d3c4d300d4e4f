package ai.dropops.operator.gate;

import ai.dropops.operator.exec.Ended;
import ai.dropops.operator.exec.Shell;
import ai.dropops.operator.files.Cause;
import ai.dropops.operator.files.FileActions;
import ai.dropops.operator.gate.Accounts.Subject;
import ai.dropops.operator.vault.Deed;
import ai.dropops.operator.vault.Known;
import ai.dropops.operator.vault.Recording;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.Vault;
import ai.dropops.operator.vault.VaultFailure;
import ai.dropops.operator.vault.Volumes;
import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.FileAction;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.action.UndoBatch;
import ai.dropops.protocol.action.Validity;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.sentinel.Catalogue;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door through which anything runs on this host. An order is verified in full; its key is stored as begun before
 * the process exists, and a key that was ever seen is only answered.
 */
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    /** For keys whose permits could end at any time. */
    private static final Instant FOR_EVER = Instant.parse("9999-12-31T23:59:59Z");

    private static final Duration RETRY = Duration.ofSeconds(1);

    private static final ProposalId UNREADABLE = ProposalId.of(new byte[16]);

    private final Verification verification;
    private final Accounts accounts;
    private final Vault vault;
    private final Spool spool;
    private final Commands commands;
    private final FileActions files;
    private final Clock clock;
    private final Consumer<Frame.FromOperator> control;
    private final Map<ExecutionId, Live> live = new ConcurrentHashMap<>();
    private final Current current = new Current();
    private volatile boolean closed;

    /** What is being done on this host's word. */
    private record Live(
            Subject subject, Instant startedAt, Instant notAfter, Runnable cancel, CompletableFuture<Void> accounted) {
        private record Beginning(Subject subject, Instant startedAt, Instant notAfter) {}
    }

    private Gate(
            Standing standing,
            Vault vault,
            Spool spool,
            Shell shell,
            FileActions files,
            Clock clock,
            Consumer<Frame.FromOperator> control) {
        this.verification = new Verification(standing);
        this.accounts = new Accounts(standing, vault);
        this.vault = vault;
        this.spool = spool;
        this.commands = new Commands(shell, files);
        this.files = files;
        this.clock = clock;
        this.control = control;
    }

    /**
     * A gate that has accounted for what an earlier process left behind, and tells {@code control} what begins and ends;
     * what is not heard there is repeated from the vault.
     *
     * @param home the operator's folder, which commands and file actions must leave alone
     */
    public static Gate open(
            Standing standing, Path home, Vault vault, Spool spool, Clock clock, Consumer<Frame.FromOperator> control)
            throws IOException, InterruptedException {
        var files =
                FileActions.open(home, vault.keepsRecords(), standing.policy().largestFile(), clock);
        var gate = new Gate(standing, vault, spool, Shell.open(home, clock), files, clock, control);
        gate.accounts.reissue();
        gate.recover();
        return gate;
    }

    /** What the kernel of this host can be held to, tried out; a few milliseconds. */
    public static Confinement confinement(Path home) {
        return Shell.confinement(home);
    }

    /** What was running when the operator last died is interrupted, and never run again. */
    private void recover() {
        for (Known.Begun begun : vault.begun()) {
            var subject = new Subject(begun.execution(), begun.proposal(), begun.attempt());
            Volumes output = recorded(begun.execution());
            // the stored end of its permit stays
            accounts.conclude(
                    subject,
                    FOR_EVER,
                    new Accounts.End(
                            new Outcome.Interrupted(begun.startedAt(), output.stdout(), output.stderr()),
                            excerpt(begun.execution(), output)));
            LOG.info("execution {} was interrupted by the end of the operator", begun.execution());
        }
    }

    /** Answers an order: runs it, refuses it, or says what is known of its key. */
    public synchronized void deliver(Freshness connection, Frame.Deliver delivery) {
        Order order = delivery.order();
        boolean fresh = connection.accepts(delivery);
        Optional<Known> known = vault.known(order.execution());
        if (known.isPresent()) {
            report(account(known.get()));
            return;
        }
        thaw(order)
                .ifPresentOrElse(
                        frozen -> decide(order, frozen, fresh),
                        () -> refuse(
                                new Subject(order.execution(), UNREADABLE, order.attempt()),
                                FOR_EVER,
                                new Outcome.Refused(
                                        Refusal.MALFORMED, "the proposal is not one this operator understands")));
    }

    /** Makes sure an execution never begins, or says what became of it. */
    public synchronized void forbid(Frame.Forbid forbid) {
        report(vault.known(forbid.execution())
                .map(this::account)
                .orElseGet(() -> accounts.conclude(
                        new Subject(forbid.execution(), forbid.proposal(), forbid.attempt()),
                        FOR_EVER,
                        Accounts.End.silent(new Outcome.Voided()))));
    }

    /** Ends a running execution with its whole process tree. */
    public void cancel(ExecutionId execution) {
        Optional.ofNullable(live.get(execution)).ifPresent(live -> live.cancel().run());
    }

    /** Whether {@code execution} runs, or ran until a moment ago, on the word this gate has checked; older output is history. */
    public boolean isCurrent(ExecutionId execution) {
        return current.holds(execution, clock.instant());
    }

    /** What runs now. */
    public List<Frame.Started> running() {
        return live.values().stream()
                .map(live -> new Frame.Started(
                        live.subject().execution(), live.subject().proposal(), live.startedAt()))
                .toList();
    }

    /** Accepts nothing more, ends what runs, and returns when that is accounted for or {@code patience} is over. */
    public void close(Duration patience) throws InterruptedException {
        synchronized (this) {
            closed = true;
        }
        live.values().forEach(live -> live.cancel().run());
        var accounts = live.values().stream().map(Live::accounted).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(accounts).get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("{} executions did not end in time; they will be reported as interrupted", live.size());
        }
    }

    private void decide(Order order, Frozen frozen, boolean fresh) {
        Proposal proposal = frozen.proposal();
        var subject = new Subject(order.execution(), proposal.id(), order.attempt());
        switch (verification.judge(order, frozen, fresh, now())) {
            case Judgement.Stop(var refused) -> {
                boolean anyonesKey = refused.reason() == Refusal.WRONG_KEY;
                refuse(subject, anyonesKey ? FOR_EVER : proposal.validity().notAfter(), refused);
            }
            case Judgement.Pass pass -> run(subject, pass, frozen);
        }
    }

    private void run(Subject subject, Judgement.Pass pass, Frozen frozen) {
        if (pass.isWiderThanJudgedHere()) {
            LOG.warn(
                    "execution {} was approved as '{}', and this host would say '{}'",
                    subject.execution(),
                    pass.proposal().action().profile().wireName(),
                    pass.judged().wireName());
        }
        if (closed) {
            return; // unanswered, so that it can be delivered again to the operator's next process
        }
        Instant notAfter = pass.proposal().validity().notAfter();
        Recording recording;
        try {
            recording = spool.record(subject.execution());
        } catch (IOException e) {
            refuse(subject, notAfter, cannotRun("its output cannot be stored: " + e.getMessage()));
            return;
        }
        var begun = new Known.Begun(
                subject.execution(),
                subject.proposal(),
                subject.attempt(),
                Instant.ofEpochMilli(clock.instant().toEpochMilli()));
        boolean first = false;
        try {
            first = vault.begin(begun, Deed.of(frozen), notAfter);
        } finally {
            if (!first) {
                recording.end();
            }
        }
        if (first) {
            start(subject, pass, recording, begun.startedAt());
        }
    }

    private void start(Subject subject, Judgement.Pass pass, Recording recording, Instant startedAt) {
        Validity validity = pass.proposal().validity();
        Instant now = now();
        if (!validity.covers(now)) {
            recording.end();
            refuse(subject, validity.notAfter(), Verification.notValid(pass.proposal(), now));
            return;
        }
        var live = new Live.Beginning(subject, startedAt, validity.notAfter());
        switch (pass.proposal().action()) {
            case RunCommand run -> start(run, live, recording);
            case FileAction file -> start(cause -> files.carryOut(file, cause, recording), live, recording);
            case UndoBatch undo -> start(cause -> files.takeBack(undo, cause, recording), live, recording);
        }
    }

    private void start(RunCommand run, Live.Beginning beginning, Recording recording) {
        try {
            Commands.Started started = commands.start(beginning.subject(), run, recording);
            Live entry = enter(beginning, started.cancel());
            var _ = started.ended().thenAccept(ended -> account(entry, ended));
        } catch (IOException e) {
            recording.end();
            refuse(beginning.subject(), beginning.notAfter(), cannotRun(String.valueOf(e.getMessage())));
        }
    }

    /** A file action is short and whole, and so is not cancelled. */
    private void start(ToIntFunction<Cause> work, Live.Beginning beginning, Recording recording) {
        Live entry = enter(beginning, () -> {});
        try {
            Thread.ofPlatform().daemon().name("file action").start(() -> carryOut(work, entry, recording));
        } catch (OutOfMemoryError e) {
            live.remove(beginning.subject().execution());
            current.ended(beginning.subject().execution(), clock.instant());
            recording.end();
            refuse(beginning.subject(), beginning.notAfter(), cannotRun("no thread can be had for it"));
        }
    }

    private void carryOut(ToIntFunction<Cause> work, Live entry, Recording recording) {
        Subject subject = entry.subject();
        int exitCode = work.applyAsInt(new Cause(subject.execution(), subject.proposal()));
        recording.end();
        account(
                entry,
                new Ended.Exited(
                        exitCode, false, clock.instant(), new Volumes(recording.stdout(), recording.stderr())));
    }

    private Live enter(Live.Beginning beginning, Runnable cancel) {
        Subject subject = beginning.subject();
        var entry = new Live(subject, beginning.startedAt(), beginning.notAfter(), cancel, new CompletableFuture<>());
        live.put(subject.execution(), entry);
        current.began(subject.execution());
        control.accept(new Frame.Started(subject.execution(), subject.proposal(), beginning.startedAt()));
        return entry;
    }

    /** Stores and tells how {@code live} ended, however long the disk takes to accept it. */
    private void account(Live live, Ended ended) {
        ExecutionId execution = live.subject().execution();
        Accounts.End end = switch (ended) {
            case Ended.Exited(int exitCode, boolean cancelled, Instant at, Volumes output) ->
                new Accounts.End(
                        new Outcome.Finished(
                                exitCode, cancelled, live.startedAt(), at, output.stdout(), output.stderr()),
                        excerpt(execution, output));
            case Ended.LostSight(Volumes output) ->
                new Accounts.End(
                        new Outcome.Interrupted(live.startedAt(), output.stdout(), output.stderr()),
                        excerpt(execution, output));
        };
        while (!isAccounted(live, end) && !closed) {
            LockSupport.parkNanos(RETRY.toNanos());
        }
        this.live.remove(live.subject().execution());
        current.ended(live.subject().execution(), clock.instant());
        live.accounted().complete(null);
    }

    private boolean isAccounted(Live live, Accounts.End end) {
        try {
            report(accounts.conclude(live.subject(), live.notAfter(), end));
            return true;
        } catch (VaultFailure e) {
            LOG.error(
                    "the end of execution {} cannot be stored: {}",
                    live.subject().execution(),
                    e.getMessage());
            return false;
        }
    }

    private Receipt.Signed account(Known known) {
        return switch (known) {
            case Known.Concluded(var receipt) -> receipt;
            case Known.Begun begun ->
                accounts.mention(
                        new Subject(begun.execution(), begun.proposal(), begun.attempt()),
                        new Outcome.StillRunning(begun.startedAt()));
        };
    }

    private void refuse(Subject subject, Instant notAfter, Outcome.Refused refused) {
        LOG.info("refused execution {}: {}", subject.execution(), refused.reason());
        report(accounts.conclude(subject, notAfter, Accounts.End.silent(refused)));
    }

    private void report(Receipt.Signed receipt) {
        control.accept(new Frame.Report(receipt));
    }

    /** This host's clock, which can be set back, or the last time the control plane signed, which cannot. */
    private Instant now() {
        Instant local = clock.instant();
        Instant signed = vault.signedTime();
        return local.isAfter(signed) ? local : signed;
    }

    private Volumes recorded(ExecutionId execution) {
        try {
            return spool.close(execution);
        } catch (IOException e) {
            LOG.error("what execution {} had written cannot be read: {}", execution, e.getMessage());
            return Volumes.NONE;
        }
    }

    private Excerpt excerpt(ExecutionId execution, Volumes output) {
        try {
            return spool.excerpt(execution, output);
        } catch (IOException e) {
            LOG.error("what execution {} had written cannot be read: {}", execution, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Excerpt.NONE;
    }

    /** Scrubbed before it is cut: half a secret would not be known for one. */
    private static Outcome.Refused cannotRun(String message) {
        return new Outcome.Refused(Refusal.CANNOT_RUN, Catalogue.builtIn().scrub(message));
    }

    private static Optional<Frozen> thaw(Order order) {
        try {
            return Optional.of(Frozen.thaw(order.proposal().array()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
