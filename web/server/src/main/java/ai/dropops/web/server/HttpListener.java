package ai.dropops.web.server;

import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.web.auth.Entrance;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.settings.ServerSettings;

/** The port people come to. */
final class HttpListener {
    private HttpListener() {}

    /** Opens the port; {@link StartupRefused} when it cannot be had. */
    static ServerBinding open(ActorSystem<?> system, String address, int port, Entrance entrance) {
        var config = system.settings().config();
        var settings =
                ServerSettings.create(config.getConfig("dropops.web.listener").withFallback(config));
        CompletionStage<ServerBinding> binding = Http.get(system)
                .newServerAt(address, port)
                .withSettings(settings)
                .bind(entrance::handle);
        try {
            return binding.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw refused(address, port, e.getCause() == null ? e : e.getCause());
        }
    }

    private static StartupRefused refused(String address, int port, Throwable cause) {
        Throwable reason = cause.getCause() instanceof BindException bind ? bind : cause;
        return Addresses.taken(new InetSocketAddress(address, port), "--port", reason);
    }
}
