package ai.dropops.operator.agent;

import ai.dropops.operator.cli.Credential;
import ai.dropops.operator.cli.Exit;
import ai.dropops.operator.cli.Settings;
import ai.dropops.operator.gate.Gate;
import ai.dropops.operator.gate.PermitKeys;
import ai.dropops.operator.host.Gauges;
import ai.dropops.operator.host.Host;
import ai.dropops.operator.link.Backoff;
import ai.dropops.operator.link.Dialler;
import ai.dropops.operator.link.End;
import ai.dropops.operator.link.Endpoints;
import ai.dropops.operator.link.Enrolment;
import ai.dropops.operator.link.Pace;
import ai.dropops.operator.link.Proxy;
import ai.dropops.operator.vault.Folder;
import ai.dropops.operator.vault.Retention;
import ai.dropops.operator.vault.Sentinel;
import ai.dropops.operator.vault.Spool;
import ai.dropops.operator.vault.Vault;
import ai.dropops.operator.vault.VaultKeyFile;
import ai.dropops.operator.vault.VaultLocked;
import ai.dropops.protocol.action.Approvers;
import ai.dropops.protocol.guard.HostFacts;
import ai.dropops.protocol.identity.ApiKey;
import ai.dropops.protocol.identity.Secret;
import ai.dropops.protocol.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An operator: it enrols, dials for ever, and lets its gate do what it is permitted to. */
final class Agent {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private final Settings settings;
    private final LocalPolicy.InForce local;
    private final Endpoints endpoints;
    private final Proxy proxy;
    private final Folder folder;
    private final Host host;
    private final String version;
    private final Clock clock;
    private final Backoff backoff =
            new Backoff(() -> ThreadLocalRandom.current().nextDouble());
    private final Line line = new Line();
    private final Farewell farewell = new Farewell(line);
    private final AtomicBoolean renewed = new AtomicBoolean();
    /** Whether the control plane has turned the certificate down, whatever its dates say. */
    private boolean uncertified;

    private String complaint = "";

    Agent(
            Settings settings,
            LocalPolicy.InForce local,
            Proxy proxy,
            Folder folder,
            Host host,
            String version,
            Clock clock) {
        this.local = local;
        this.settings = settings;
        this.endpoints = Endpoints.parse(settings.endpoint());
        this.proxy = proxy;
        this.folder = folder;
        this.host = host;
        this.version = version;
        this.clock = clock;
    }

    /** Lives until it is stopped, from here or there. */
    Exit live() throws IOException, InterruptedException {
        LOG.info(
                "this host judges by {}, digest {}",
                local.written() ? "its own policy" : "the default policy",
                local.policy().digest());
        try (Vault vault = openVault()) {
            farewell.watch();
            try {
                return live(vault);
            } catch (InterruptedException e) {
                if (farewell.isWanted()) {
                    return Exit.OK;
                }
                throw e;
            } finally {
                farewell.finish();
            }
        }
    }

    private Vault openVault() throws IOException {
        Path file = folder.resolve("dropops.db");
        if (!(settings.credential().orElse(null) instanceof Credential.Key(ApiKey key))) {
            return Vault.open(file, VaultKeyFile.in(folder), settings.keep(), clock);
        }
        Vault vault = openVault(file, key.text());
        VaultKeyFile.forget(folder);
        return vault;
    }

    /** The vault, locked with {@code key} from now on where the host's own key had locked it. */
    private Vault openVault(Path file, Secret key) throws IOException {
        try {
            return Vault.open(file, key, settings.keep(), clock);
        } catch (VaultLocked e) {
            Secret own = VaultKeyFile.find(folder).orElseThrow(() -> e);
            Vault.rekey(file, own, key, clock);
            return Vault.open(file, key, settings.keep(), clock);
        }
    }

    /** Ends whatever runs, tells it, and lets {@link #live} return. */
    void stop() {
        farewell.want();
    }

    private Exit live(Vault vault) throws IOException, InterruptedException {
        Optional<Approvers> approvers = PinnedApprovers.in(folder.path(), settings.approvers());
        Identity identity = Identity.open(folder.resolve("identity"), settings.credential(), settings.authority());
        Optional<Identity.Standing> standing = identity.standing();
        if (standing.isEmpty() || !identity.isCertified(clock.instant())) {
            standing = enrol(identity);
        }
        return standing.isEmpty() ? refused() : serve(vault, identity, standing.get(), approvers);
    }

    private Exit serve(Vault vault, Identity identity, Identity.Standing standing, Optional<Approvers> approvers)
            throws IOException, InterruptedException {
        Spool spool = Spool.open(
                folder.resolve("spool"),
                Retention.of(settings.outputLimit()),
                Spool.freeBytesOf(folder.path()),
                Sentinel.usual(),
                vault.spoolKey());
        var permitKeys = new PermitKeys(standing.permitKeys());
        vault.enrolled(standing.operator(), identity.receiptKey(), permitKeys.current());
        vault.keepRecords(settings.keepsRecords());
        Gate gate = Gate.open(
                new ai.dropops.operator.gate.Standing(
                        standing.operator(),
                        standing.workspace(),
                        identity.receiptKey(),
                        permitKeys,
                        identity::sign,
                        new HostFacts(settings.kind(), host.confinement()),
                        local.policy(),
                        approvers,
                        host.user()),
                folder.home(),
                vault,
                spool,
                clock,
                line::say);
        spool.giveUp(vault::isElsewhere);
        boolean tellsAll = approvers.isEmpty() || settings.showsHistory();
        var parts = new Conversation.Parts(
                identity,
                standing,
                permitKeys,
                vault,
                spool,
                gate,
                execution -> tellsAll || gate.isCurrent(execution),
                host,
                new Gauges(),
                version,
                clock,
                Orders.open(),
                line,
                () -> renewed.set(true),
                this::stop);
        farewell.closes(gate, vault);
        return dialForEver(identity, parts);
    }

    private Exit dialForEver(Identity identity, Conversation.Parts parts) throws IOException, InterruptedException {
        while (true) {
            Optional<Exit> exit = dial(identity, parts);
            if (exit.isPresent()) {
                return exit.get();
            }
            if (uncertified || !identity.isCertified(clock.instant())) {
                uncertified = false;
                Optional<Identity.Standing> standing = enrol(identity);
                if (standing.isEmpty()) {
                    return refused();
                }
                if (!standing.get().operator().equals(parts.standing().operator())
                        || !standing.get().workspace().equals(parts.standing().workspace())) {
                    LOG.error("the control plane takes this host for another operator now; start the operator again");
                    return Exit.FAILED;
                }
            }
        }
    }

    /** Dials with one certificate for as long as it is good for that. */
    private Optional<Exit> dial(Identity identity, Conversation.Parts parts) throws IOException, InterruptedException {
        renewed.set(false);
        try (var dialler = new Dialler(endpoints, identity.credentials(), proxy, Pace.usual())) {
            while (!renewed.get() && !uncertified && identity.isCertified(clock.instant())) {
                var conversation = new Conversation(parts);
                Optional<Exit> exit = judge(dialler.hold(conversation), conversation);
                if (exit.isPresent()) {
                    return exit;
                }
                endpoints.next();
                if (farewell.isWantedWithin(backoff.next())) {
                    return Optional.of(Exit.OK);
                }
            }
            return Optional.empty();
        }
    }

    /** Whether a connection's end is the operator's end too. */
    private Optional<Exit> judge(End end, Conversation conversation) {
        if (conversation.wasWelcomed()) {
            backoff.reset();
        }
        return switch (end) {
            case End.Left _ -> farewell.isWanted() ? Optional.of(Exit.OK) : Optional.empty();
            case End.Lost(String why) ->
                complain("no connection to " + endpoints.current() + ": " + why + "; trying again");
            case End.TurnedAway(int status)
            when status == UNAUTHORIZED || status == FORBIDDEN -> {
                uncertified = true;
                yield complain("the control plane does not take this operator's certificate; enrolling again");
            }
            case End.TurnedAway(int status) ->
                complain("no connection to " + endpoints.current() + ": HTTP " + status + "; trying again");
            case End.Dismissed(Frame.Goodbye goodbye)
            when goodbye.retry() ->
                complain("the control plane ended the connection: " + goodbye.message() + "; trying again");
            case End.Dismissed(Frame.Goodbye goodbye) -> {
                LOG.error("the control plane dismissed this operator: {}", goodbye.message());
                yield Optional.of(exit(goodbye.code()));
            }
        };
    }

    private static Exit exit(Frame.Goodbye.Code code) {
        return switch (code) {
            case REVOKED, WRONG_MACHINE, ROLLED_BACK -> Exit.REFUSED;
            case STOPPED -> Exit.OK;
            case CLOCKS_APART, NO_COMMON_VERSION, REPLACED, BAD_FRAME, SHUTTING_DOWN, BUSY -> Exit.FAILED;
        };
    }

    /** Asks for a certificate until there is an answer; nothing when the answer is no, or when told to stop. */
    private Optional<Identity.Standing> enrol(Identity identity) throws IOException, InterruptedException {
        do {
            var request = new Enrolment.Request(
                    identity.proof(),
                    host.fingerprint(),
                    identity.certificateRequest(host.name()),
                    identity.receiptKey(),
                    host.name(),
                    version,
                    clock.instant());
            switch (Enrolment.ask(endpoints.current(), settings.authority(), proxy, request)) {
                case Enrolment.Reply.Enrolled enrolled -> {
                    identity.enrolled(enrolled);
                    LOG.info("enrolled as {}", enrolled.operator());
                    return identity.standing();
                }
                case Enrolment.Reply.Refused(String message) -> {
                    LOG.error("the control plane refuses this operator: {}", message);
                    return Optional.empty();
                }
                case Enrolment.Reply.Unreachable(String why) ->
                    complain("cannot enrol at " + endpoints.current() + ": " + why + "; trying again");
            }
            endpoints.next();
        } while (!farewell.isWantedWithin(backoff.next()));
        return Optional.empty();
    }

    private Exit refused() {
        return farewell.isWanted() ? Exit.OK : Exit.REFUSED;
    }

    /** Says once, not with every attempt. */
    private Optional<Exit> complain(String message) {
        if (!message.equals(complaint)) {
            LOG.info(message);
            complaint = message;
        }
        return Optional.empty();
    }
}
