package ai.dropops.cluster.node;

import ai.dropops.persistence.node.Peer;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.view.Views;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/** How a node becomes a member: of the cluster the database knows, or of one that it founds. */
final class Joining {
    private Joining() {}

    /** Blocks until this node is a member; {@link StartupRefused} when that takes longer than {@code joinWithin}. */
    static void join(
            ActorSystem<?> system, Membership membership, Views views, Clock clock, MembershipSettings settings) {
        Duration patience = settings.joinWithin();
        var registration = membership.registration();
        var cluster = Cluster.get(system);
        registration.joining(patience, () -> {
            var self = peer(cluster.selfMember());
            registration.enter(self, clock.instant());
            List<Peer> peers = registration.peersOrNobody(self.address(), settings.lockWithin());
            if (peers.isEmpty()) {
                views.operators().forgetLinks();
                cluster.manager().tell(Join.create(cluster.selfMember().address()));
            } else {
                cluster.manager().tell(new JoinSeedNodes(seeds(system, membership, peers)));
            }
            awaitUp(system, peers, patience);
        });
    }

    static Peer peer(Member member) {
        return new Peer(
                member.address().toString(),
                member.uniqueAddress().longUid(),
                member.appVersion().version());
    }

    private static List<Address> seeds(ActorSystem<?> system, Membership membership, List<Peer> peers) {
        return membership.seeds().isEmpty()
                ? peers.stream()
                        .map(Peer::address)
                        .map(AddressFromURIString::parse)
                        .toList()
                : membership.seeds().stream()
                        .map(seed -> Address.apply("pekko", system.name(), seed.host(), seed.port()))
                        .toList();
    }

    private static void awaitUp(ActorSystem<?> system, List<Peer> peers, Duration patience) {
        var up = new CompletableFuture<Void>();
        org.apache.pekko.cluster.Cluster.get(system).registerOnMemberUp(() -> up.complete(null));
        try {
            up.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            throw new StartupRefused(
                    "The other nodes did not take this one in within " + patience.toSeconds() + " s: " + peers + ".",
                    "They have to reach it at the address of --cluster, and it them; the log says more.",
                    e);
        }
    }
}
