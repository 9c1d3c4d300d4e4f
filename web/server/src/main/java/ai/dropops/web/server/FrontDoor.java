package ai.dropops.web.server;

import ai.dropops.persistence.schema.DatabaseFailure;
import ai.dropops.persistence.view.BatchRow;
import ai.dropops.persistence.view.Change;
import ai.dropops.persistence.view.ExecutionRow;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.LinkToken;
import ai.dropops.web.api.About;
import ai.dropops.web.api.Approvals;
import ai.dropops.web.api.Batches;
import ai.dropops.web.api.Bindings;
import ai.dropops.web.api.DeviceLinks;
import ai.dropops.web.api.Entities;
import ai.dropops.web.api.Explaining;
import ai.dropops.web.api.Groups;
import ai.dropops.web.api.Labelling;
import ai.dropops.web.api.Lifecycle;
import ai.dropops.web.api.Operators;
import ai.dropops.web.api.Policies;
import ai.dropops.web.api.Proposals;
import ai.dropops.web.api.Results;
import ai.dropops.web.api.Rows;
import ai.dropops.web.api.SigningIn;
import ai.dropops.web.api.Slots;
import ai.dropops.web.api.Transmissions;
import ai.dropops.web.api.Undoing;
import ai.dropops.web.api.Witnessing;
import ai.dropops.web.api.WorkspaceData;
import ai.dropops.web.auth.Caller;
import ai.dropops.web.auth.CommandLineKeys;
import ai.dropops.web.auth.Endpoint;
import ai.dropops.web.auth.Entrance;
import ai.dropops.web.auth.FailedSignIns;
import ai.dropops.web.auth.Identification;
import ai.dropops.web.auth.SignInLinks;
import ai.dropops.web.auth.SignIns;
import ai.dropops.web.auth.TakenRequests;
import ai.dropops.web.auth.Tokens;
import ai.dropops.web.stream.BatchEvents;
import ai.dropops.web.stream.BatchFolds;
import ai.dropops.web.stream.Event;
import ai.dropops.web.stream.ExecutionOutput;
import ai.dropops.web.stream.HostOutput;
import ai.dropops.web.stream.OutputDifference;
import ai.dropops.web.stream.Shown;
import ai.dropops.web.stream.StreamSettings;
import ai.dropops.web.stream.TransmissionEvents;
import ai.dropops.web.stream.WorkspaceEvents;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything people can reach, put together: who may come in, what answers them, and the pages. */
final class FrontDoor {
    private static final Logger LOG = LoggerFactory.getLogger(FrontDoor.class);
    private static final int REQUEST_ID_BYTES = 8;

    /**
     * What it shows of its surroundings.
     *
     * @param console where a browser finds it
     * @param hosts names it answers to
     * @param installCommand the line that installs an operator with a key
     * @param installMany the line that installs an operator of a kind on each host a token is for
     */
    record Address(
            URI console,
            Collection<String> hosts,
            About.Server about,
            Function<ApiKey, String> installCommand,
            BiFunction<LinkToken, Kind, String> installMany) {}

    private final ActorSystem<?> system;
    private final Foundations with;
    private final StreamSettings streams;
    private final SignInLinks links;
    private final CommandLineKeys keys;
    private final SignIns signIns;
    private final TakenRequests taken;
    private final Rows rows;
    private final Slots slots;
    private final Entities entities;
    private final Readiness readiness;

    FrontDoor(ActorSystem<?> system, Foundations with, WebSettings settings, StreamSettings streams) {
        this.system = system;
        this.with = with;
        this.streams = streams;
        var tokens = new Tokens(with.random());
        links = new SignInLinks(with.database(), tokens, with.clock());
        keys = new CommandLineKeys(
                with.database(),
                tokens,
                with.membership().map(member -> member.self().toString()).orElse(""));
        signIns = new SignIns(with.database(), links, tokens, with.clock());
        taken = new TakenRequests(with.database(), with.clock(), settings.changesPerSignIn());
        entities = new Entities(ClusterSharding.get(system), settings.askTimeout());
        rows = new Rows(with.views(), with.records(), with.clock(), with.blocking());
        slots = new Slots(entities, rows, with::randomBytes);
        readiness = new Readiness(system, with.database());
        if (with.database().isShared()) {
            system.scheduler()
                    .scheduleWithFixedDelay(
                            settings.followEvery(),
                            settings.followEvery(),
                            this::followOthers,
                            system.executionContext());
        }
    }

    SignInLinks links() {
        return links;
    }

    CommandLineKeys keys() {
        return keys;
    }

    Entities entities() {
        return entities;
    }

    /** What other nodes have ended ends here too. */
    private void followOthers() {
        with.blocking().execute(() -> {
            try {
                signIns.followOthers();
            } catch (DatabaseFailure e) {
                LOG.debug("sign-ins cannot be looked up: {}", e.getMessage());
            }
        });
    }

    Readiness readiness() {
        return readiness;
    }

    Slots slots() {
        return slots;
    }

    Entrance entrance(Address address) {
        return new Entrance(
                address.hosts(),
                new Identification(signIns, keys),
                taken,
                endpoints(address),
                new Console(FrontDoor.class, "/console")::answer,
                () -> HexFormat.of().formatHex(with.randomBytes(REQUEST_ID_BYTES)),
                with.blocking(),
                Materializer.createMaterializer(system));
    }

    List<Endpoint> endpoints(Address address) {
        var views = with.views();
        var blocking = with.blocking();
        var shown = new AsTheApiShowsIt(rows);
        var output = new HostOutput(system, with.records(), streams, blocking);
        var all = new ArrayList<Endpoint>();
        all.addAll(new SigningIn(signIns, links, new FailedSignIns(with.clock()), address.console(), blocking)
                .endpoints());
        all.addAll(new About(rows, address.about()).endpoints());
        all.addAll(new Lifecycle(rows, readiness::unready, readiness::drain).endpoints());
        all.addAll(new WorkspaceData(
                        entities,
                        rows,
                        with.holdings(),
                        address.about().workspaceName(),
                        readiness::drain,
                        blocking,
                        SystemMaterializer.get(system).materializer())
                .endpoints());
        all.addAll(new Operators(entities, rows, slots, address.installCommand()).endpoints());
        all.addAll(new Labelling(entities, rows, SystemMaterializer.get(system).materializer()).endpoints());
        all.addAll(new Witnessing(rows, with.keys().permits().verifyingKeys()).endpoints());
        all.addAll(new Bindings(entities, rows, SystemMaterializer.get(system).materializer()).endpoints());
        all.addAll(new DeviceLinks(entities, rows, with::randomBytes, address.installMany()).endpoints());
        var proposals = new Proposals(entities, rows);
        all.addAll(proposals.endpoints());
        all.addAll(new Undoing(proposals, rows).endpoints());
        all.addAll(new Approvals(entities, rows).endpoints());
        all.addAll(new Batches(entities, rows).endpoints());
        all.addAll(new Results(rows).endpoints());
        all.addAll(new Policies(entities, rows).endpoints());
        all.addAll(new Groups(entities, rows).endpoints());
        all.addAll(new Explaining(rows).endpoints());
        var transmissions = new Transmissions(with.traffic().rows(), rows);
        all.addAll(transmissions.endpoints());
        all.addAll(new TransmissionEvents(
                        (caller, since) -> {
                            var news = transmissions.news(caller, since);
                            return new TransmissionEvents.News(news.totals(), news.transmissions(), news.newest());
                        },
                        streams,
                        blocking)
                .endpoints());
        all.addAll(new WorkspaceEvents(views.writer(), shown, streams, blocking).endpoints());
        all.addAll(new BatchEvents(system, views, shown, output, streams, blocking).endpoints());
        all.addAll(new BatchFolds(views, blocking).endpoints());
        var executionOutput = new ExecutionOutput(views, output, blocking);
        all.addAll(executionOutput.endpoints());
        all.addAll(new OutputDifference(system, views, executionOutput, blocking).endpoints());
        return all;
    }

    /** Streams show rows as the API does. */
    private record AsTheApiShowsIt(Rows rows) implements Shown {
        @Override
        public Optional<Event.Named> changed(Change change, Caller caller) {
            return rows.changed(change, caller).map(changed -> new Event.Named(changed.name(), changed.json()));
        }

        @Override
        public Object batch(BatchRow batch, List<ExecutionRow> executions) {
            return rows.whole(batch, executions);
        }

        @Override
        public Object batch(BatchRow batch) {
            return rows.alone(batch);
        }

        @Override
        public Object execution(ExecutionRow execution) {
            return rows.execution(execution);
        }
    }
}
