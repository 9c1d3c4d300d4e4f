package ai.dropops.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.cluster.operator.DeviceLink;
import ai.dropops.cluster.operator.DeviceLink.Claim;
import ai.dropops.cluster.operator.DeviceLink.Command;
import ai.dropops.cluster.operator.DeviceLink.Reason;
import ai.dropops.cluster.operator.DeviceLink.Reply;
import ai.dropops.cluster.operator.DeviceLink.UseReply;
import ai.dropops.cluster.operator.DeviceLink.UseReply.Admitted;
import ai.dropops.cluster.operator.NamePattern;
import ai.dropops.persistence.view.DeviceLinkRow;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.DeviceLinkId;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device link as it lasts, on a real node. */
class DeviceLinkTest {
    private static final DeviceLinkId LINK = DeviceLinkId.of(new byte[16]);
    private static final Digest TOKEN = Digest.of(new byte[] {1});
    private static final Labels LABELS = Labels.of(Map.of("role", "web"));

    @TempDir
    Path temporary;

    @Test
    void hostsThatComeAtTheSameTimeAreCountedExactly() {
        int uses = 50;
        try (var stage = new Stage(temporary)) {
            make(stage, uses);
            // each host asks three times, as one does whose answers are lost
            List<UseReply> replies =
                    atOnce(stage, IntStream.range(0, 3 * 2 * uses).map(i -> i % (2 * uses)));

            var admitted = replies.stream()
                    .filter(Admitted.class::isInstance)
                    .map(Admitted.class::cast)
                    .toList();
            assertThat(admitted.stream().map(Admitted::operator).distinct()).hasSize(uses);
            assertThat(admitted.stream().map(Admitted::name).distinct()).hasSize(uses);
            assertThat(admitted)
                    .hasSize(3 * uses)
                    .allSatisfy(each -> assertThat(each.labels()).isEqualTo(LABELS));
            assertThat(replies).contains(new UseReply.Refused(Reason.USED_UP));
            assertThat(row(stage).used()).isEqualTo(uses);
        }
    }

    @Test
    void whatItKnowsSurvivesARestart() {
        try (var stage = new Stage(temporary, "dropops.cluster.device-link.snapshot-every = 2")) {
            make(stage, 3);
            var first = use(stage, 1);
            var second = use(stage, 2);
            stage.restart();

            assertThat(use(stage, 1)).isEqualTo(first);
            assertThat(use(stage, 2)).isEqualTo(second).isNotEqualTo(first);
            assertThat(row(stage).used()).isEqualTo(2);

            assertThat(revoke(stage, WorkspaceId.of(new byte[16]))).isEqualTo(new Reply.UnknownLink());
            assertThat(revoke(stage, Stage.WORKSPACE)).isEqualTo(new Reply.Done());
            assertThat(revoke(stage, Stage.WORKSPACE)).isEqualTo(new Reply.Done());
            stage.restart();
            assertThat(use(stage, 1)).isEqualTo(new UseReply.Refused(Reason.REVOKED));
            assertThat(row(stage).revokedBy()).isEqualTo(Stage.OTHER);
            assertThat(row(stage).createdBy()).isEqualTo(Stage.OWNER);
        }
    }

    private static List<UseReply> atOnce(Stage stage, IntStream hosts) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = hosts.mapToObj(host -> CompletableFuture.supplyAsync(() -> use(stage, host), threads))
                    .toList();
            return answers.stream().map(CompletableFuture::join).toList();
        }
    }

    private static void make(Stage stage, int uses) {
        var terms = new DeviceLink.Terms(
                NamePattern.BY_HOST, Kind.SOLO, LABELS, uses, Instant.now().plus(Duration.ofHours(1)));
        Reply made = stage.ask(
                DeviceLink.KEY,
                LINK.value(),
                (ActorRef<Reply> replyTo) -> new Command.Make(Stage.WORKSPACE, TOKEN, terms, Stage.OWNER, replyTo));
        assertThat(made).isEqualTo(new Reply.Done());
    }

    /** All hosts call themselves the same. */
    private static UseReply use(Stage stage, int host) {
        byte[] bytes = ByteBuffer.allocate(32).putInt(host).array();
        var claim = new Claim(
                TOKEN, new Fingerprint(Digest.of(bytes)), VerifyingKey.wrap(bytes), Digest.of(bytes), "debian");
        return stage.ask(DeviceLink.KEY, LINK.value(), (ActorRef<UseReply> replyTo) -> new Command.Use(claim, replyTo));
    }

    private static Reply revoke(Stage stage, WorkspaceId workspace) {
        return stage.ask(
                DeviceLink.KEY,
                LINK.value(),
                (ActorRef<Reply> replyTo) -> new Command.Revoke(workspace, Stage.OTHER, replyTo));
    }

    private static DeviceLinkRow row(Stage stage) {
        return stage.views().deviceLinks().find(Stage.WORKSPACE, LINK).orElseThrow();
    }
}
