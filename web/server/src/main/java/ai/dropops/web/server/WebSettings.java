package ai.dropops.web.server;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/**
 * How people are served.
 *
 * @param hosts names the server answers to, besides localhost and addresses in numbers
 * @param askTimeout how long an entity may take to answer
 * @param endTimeout how long requests may take to end when the server does
 * @param changesPerSignIn how many requests that are taken once only one sign-in may send in ten minutes
 * @param followEvery how often it is looked whether other nodes have ended a sign-in
 */
record WebSettings(
        List<String> hosts, Duration askTimeout, Duration endTimeout, int changesPerSignIn, Duration followEvery) {
    WebSettings {
        hosts = List.copyOf(hosts);
        if (!askTimeout.isPositive() || !endTimeout.isPositive() || !followEvery.isPositive()) {
            throw new IllegalArgumentException("dropops.web: timeouts must be positive");
        }
        if (changesPerSignIn < 1) {
            throw new IllegalArgumentException("dropops.web: changes-per-sign-in must be positive");
        }
    }

    static WebSettings from(Config config) {
        Config web = config.getConfig("dropops.web");
        return new WebSettings(
                web.getStringList("hosts"),
                web.getDuration("ask-timeout"),
                web.getDuration("end-timeout"),
                web.getInt("changes-per-sign-in"),
                web.getDuration("follow-every"));
    }
}
