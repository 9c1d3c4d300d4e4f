package ai.dropops.web.link;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.LinkCommand;
import ai.dropops.cluster.operator.Operator;
import ai.dropops.cluster.operator.Operator.AttachReply;
import ai.dropops.persistence.record.RecordSettings;
import ai.dropops.persistence.record.Records;
import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.secrets.ControlKeys;
import ai.dropops.persistence.secrets.Keyring;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.traffic.Traffic;
import ai.dropops.persistence.traffic.TrafficSettings;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.WorkspaceId;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A real operators' port on loopback, with a probe in the place of every operator's and every device link's entity. */
final class Harbour implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final OperatorId OPERATOR = OperatorId.of("operator number1".getBytes(StandardCharsets.UTF_8));
    static final WorkspaceId WORKSPACE = WorkspaceId.of(new byte[16]);

    final ActorTestKit kit;
    final TestProbe<Operator.Command> entity;
    final TestProbe<DeviceLink.Command> deviceLink;
    final ControlKeys keys;
    final LinkServer server;
    final Path folder;
    private final LinkSettings linkSettings;
    private final Surroundings surroundings;
    private final DataFolder data;
    private final Database database;
    final Traffic traffic;
    final Views views;
    final Records records;

    Harbour(Path temp) {
        this(temp, "");
    }

    /** {@code settings} are HOCON below {@code dropops.link}. */
    Harbour(Path temp, String settings) {
        folder = temp;
        Config config =
                ConfigFactory.parseString("dropops.link {" + settings + "}").withFallback(ConfigFactory.load());
        kit = ActorTestKit.create(
                "harbour",
                ConfigFactory.parseString("pekko.actor.provider = local").withFallback(config));
        data = DataFolder.open(temp.resolve("data"));
        database = Database.open(data.journal(), config);
        var random = new SecureRandom();
        Keyring keyring = Keyring.open(database, data, Map.of(), random);
        keys = ControlKeys.open(keyring, Clock.systemUTC(), random);
        var workspaceKeys = new WorkspaceKeys(keyring, random);
        views = Views.open(database, workspaceKeys, Clock.systemUTC());
        records = Records.open(database, workspaceKeys, views, RecordSettings.from(config), Clock.systemUTC());
        traffic = Traffic.open(database, TrafficSettings.from(config), Clock.systemUTC());
        entity = kit.createTestProbe(Operator.Command.class);
        deviceLink = kit.createTestProbe(DeviceLink.Command.class);
        linkSettings = LinkSettings.from(config);
        surroundings = new Surroundings(
                kit.system(),
                keys,
                _ -> entity.ref(),
                _ -> deviceLink.ref(),
                (_, _) -> CompletableFuture.completedStage(null),
                new OperatorPackage(
                        temp.resolve("operator-node.jar"),
                        temp.resolve("cache"),
                        linkSettings.packageModules(),
                        Runnable::run),
                traffic,
                records,
                Runnable::run,
                Clock.systemUTC(),
                random);
        server = listenAlsoOn(0);
    }

    LinkServer listenAlsoOn(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return LinkServer.start(surroundings, linkSettings, address, List.of("localhost", "127.0.0.1"));
    }

    int port() {
        return server.port();
    }

    /** The next command of {@code type} the entity is told; anything else in between is skipped. */
    <C extends Operator.Command> C told(Class<C> type) {
        while (true) {
            Operator.Command command = entity.receiveMessage(PATIENCE);
            if (type.isInstance(command)) {
                return type.cast(command);
            }
        }
    }

    /** Accepts the next attaching link as an entity does that lives as long as the harbour. */
    ActorRef<LinkCommand> attach() {
        var attach = told(Operator.Command.Attach.class);
        attach.replyTo().tell(new AttachReply.Attached(OPERATOR, WORKSPACE, entity.ref()));
        return attach.link();
    }

    @Override
    public void close() {
        server.close().toCompletableFuture().join();
        kit.shutdownTestKit();
        traffic.close();
        records.close();
        views.close();
        database.close();
        data.close();
    }
}
