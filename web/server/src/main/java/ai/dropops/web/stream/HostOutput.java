package ai.dropops.web.stream;

import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.LinkCommand.ReaderReply;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.OutputChunk;
import ai.dropops.persistence.record.Found;
import ai.dropops.persistence.record.Records;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.wire.Frame.OutputEnd.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Executions' output, read from the hosts that keep it, or from the control plane's own records where they handed it over. A stream is read on from where it was when a link is lost and
 * found again; its reader's pace is the host's pace.
 */
public final class HostOutput {
    /** Which output. */
    record Wanted(OperatorId operator, ExecutionId execution) {}

    private final ActorSystem<?> system;
    private final ClusterSharding sharding;
    private final Records records;
    private final StreamSettings settings;
    private final Executor blocking;

    public HostOutput(ActorSystem<?> system, Records records, StreamSettings settings, Executor blocking) {
        this.system = system;
        this.records = records;
        this.blocking = blocking;
        this.sharding = ClusterSharding.get(system);
        this.settings = settings;
    }

    /**
     * The output from {@code position} on, to its end; {@link Unreachable} when the host stays lost.
     *
     * @param mayCome whether a lost host is waited for beyond the set number of tries
     */
    Source<OutputChunk, NotUsed> from(Wanted wanted, Position position, Supplier<Boolean> mayCome) {
        return new Reading(wanted, position, mayCome).tried();
    }

    /** What {@code opened} gives, and what follows after a link was lost in between. */
    Source<OutputChunk, NotUsed> goingOn(Source<OutputChunk, NotUsed> opened, Wanted wanted, Position position) {
        return new Reading(wanted, position, () -> false).following(opened);
    }

    /** {@code output} once it has begun; {@link Withheld} where the host does not tell it. */
    CompletionStage<Source<OutputChunk, NotUsed>> begun(Source<OutputChunk, NotUsed> output) {
        return output.prefixAndTail(1).runWith(Sink.head(), system).thenApply(begun -> {
            if (begun.first().contains(new OutputChunk.End(Reason.WITHHELD))) {
                throw new Withheld();
            }
            return Source.from(begun.first()).concat(begun.second());
        });
    }

    /** The output as it can be had now; {@link Unreachable} when the host cannot be asked, {@link Expired} when its time is over. */
    CompletionStage<Source<OutputChunk, NotUsed>> open(Wanted wanted, Position position) {
        return CompletableFuture.supplyAsync(() -> records.find(wanted.operator(), wanted.execution()), blocking)
                .thenCompose(found -> switch (found.orElse(null)) {
                    case Found.Here(var output) -> CompletableFuture.completedStage(Handed.from(output, position));
                    case Found.Over _ -> CompletableFuture.failedStage(new Expired());
                    case null -> openAtHost(wanted, position);
                });
    }

    private CompletionStage<Source<OutputChunk, NotUsed>> openAtHost(Wanted wanted, Position position) {
        return sharding.entityRefFor(Operator.KEY, wanted.operator().value())
                .<Operator.LinkReply>ask(Operator.Command.WhereIsLink::new, settings.askTimeout())
                .thenCompose(reply -> switch (reply) {
                    case Operator.LinkReply.LinkAt(var link) -> openReader(link, wanted, position);
                    case Operator.LinkReply.NotConnected _ ->
                        CompletableFuture.failedStage(new Unreachable("The operator is not connected."));
                });
    }

    private CompletionStage<Source<OutputChunk, NotUsed>> openReader(
            ActorRef<LinkCommand> link, Wanted wanted, Position position) {
        return AskPattern.<LinkCommand, ReaderReply>ask(
                        link,
                        replyTo -> new LinkCommand.OpenReader(
                                wanted.execution(), position.stdout(), position.stderr(), replyTo),
                        settings.askTimeout(),
                        system.scheduler())
                .thenCompose(reply -> switch (reply) {
                    case ReaderReply.Opened(var output) -> CompletableFuture.completedStage(output.getSource());
                    case ReaderReply.Refused(var message) -> CompletableFuture.failedStage(new Unreachable(message));
                });
    }

    /** One reader's way through an output, over as many links as it takes. */
    private final class Reading {
        private final Wanted wanted;
        private final Supplier<Boolean> mayCome;
        private volatile Position reached;
        private volatile boolean ended;
        private final AtomicInteger triesInVain = new AtomicInteger();
        private final AtomicBoolean missed = new AtomicBoolean();

        Reading(Wanted wanted, Position start, Supplier<Boolean> mayCome) {
            this.wanted = wanted;
            this.reached = start;
            this.mayCome = mayCome;
        }

        Source<OutputChunk, NotUsed> tried() {
            var opened = open(wanted, reached).thenApply(this::following).exceptionally(this::triedAgain);
            return Source.completionStageSource(opened).mapMaterializedValue(_ -> NotUsed.notUsed());
        }

        Source<OutputChunk, NotUsed> following(Source<OutputChunk, NotUsed> opened) {
            return opened.recoverWithRetries(1, Throwable.class, () -> Source.<OutputChunk>empty())
                    .filter(chunk -> !isTurnedAway(chunk))
                    .map(this::noted)
                    .concatLazy(Source.lazySource(() -> ended
                                    ? Source.<OutputChunk>empty()
                                    : triedAgain(new Unreachable("The link to the operator was lost.")))
                            .mapMaterializedValue(_ -> NotUsed.notUsed()));
        }

        private OutputChunk noted(OutputChunk chunk) {
            triesInVain.set(0);
            ended = chunk instanceof OutputChunk.End;
            reached = reached.after(chunk);
            return chunk;
        }

        private Source<OutputChunk, NotUsed> triedAgain(Throwable failure) {
            if (failure instanceof Expired || failure.getCause() instanceof Expired) {
                return Source.failed(new Expired());
            }
            return triesInVain.incrementAndGet() > settings.retries() && !mayCome.get()
                    ? Source.failed(new Unreachable(String.valueOf(failure.getMessage())))
                    : Source.single(NotUsed.notUsed())
                            .initialDelay(settings.retryAfter())
                            .flatMapConcat(_ -> tried());
        }

        /**
         * A host that is busy with other readers is as good as lost for a moment; and one that does not know the output may have handed it
         * over in this moment.
         */
        private boolean isTurnedAway(OutputChunk chunk) {
            return chunk instanceof OutputChunk.End(var reason)
                    && (reason == Reason.TOO_MANY_READERS
                            || (reason == Reason.UNKNOWN_EXECUTION && missed.compareAndSet(false, true)));
        }
    }
}
