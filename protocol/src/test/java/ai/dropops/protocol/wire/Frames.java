package ai.dropops.protocol.wire;

import ai.dropops.protocol.action.Confinement;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Membership;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Profile;
import ai.dropops.protocol.action.Samples;
import ai.dropops.protocol.action.Succession;
import ai.dropops.protocol.audit.Checkpoint;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.Fingerprint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One fixed frame of each kind, by the name of its golden file; never to change within version 1. */
final class Frames {
    private static final ExecutionId EXECUTION = ExecutionId.of(Samples.FROZEN.digest(), Samples.operator(1), 1);
    private static final Bytes CHALLENGE = Bytes.wrap(Samples.bytes(32, 8));

    private Frames() {}

    static Map<String, Frame> all() {
        var frames = new LinkedHashMap<String, Frame>();
        frames.put("hello", hello());
        frames.put("welcome", welcome());
        frames.put("goodbye", new Frame.Goodbye(Frame.Goodbye.Code.CLOCKS_APART, "set your clock", false));
        frames.put("beat", new Frame.Beat(Frame.Beat.Kind.AUTOMATIC, host(), metrics()));
        frames.put("deliver", deliver());
        frames.put("started", new Frame.Started(EXECUTION, Samples.PROPOSAL_ID, Samples.NOON));
        frames.put("report", new Frame.Report(Samples.receipt(EXECUTION).sign(Samples.RECEIPT_KEY::sign)));
        frames.put("report-kept", new Frame.ReportKept(EXECUTION, 7));
        frames.put("cancel", new Frame.Cancel(EXECUTION));
        frames.put("forbid", new Frame.Forbid(EXECUTION, Samples.PROPOSAL_ID, 1));
        frames.put("read", new Frame.Read(1, EXECUTION, 1L << 40, 0, 16));
        frames.put("credit", new Frame.Credit(1, 8));
        frames.put("unread", new Frame.Unread(1));
        frames.put("output", new Frame.Output(1, Stream.STDERR, 1L << 33, Bytes.wrap(new byte[] {0, -1, '\n'})));
        frames.put("gap", new Frame.Gap(1, Stream.STDOUT, 65536, 1L << 33));
        frames.put("output-end", new Frame.OutputEnd(1, Frame.OutputEnd.Reason.COMPLETE));
        frames.put("renew", new Frame.Renew(Bytes.wrap(Samples.bytes(8, 9))));
        frames.put("renewed", new Frame.Renewed("-----BEGIN CERTIFICATE-----"));
        frames.put("stop", new Frame.Stop("asked to by its owner"));
        frames.put("history-begun", new Frame.HistoryBegun(Samples.VAULT, Bytes.wrap(Samples.bytes(32, 13))));
        frames.put("history-kept", new Frame.HistoryKept(Samples.VAULT));
        frames.put(
                "witnessed",
                new Frame.Witnessed(new Checkpoint(Samples.operator(1), Samples.HEAD, Samples.NOON)
                        .sign(Samples.PERMIT_KEY::sign)));
        frames.put("hand-over", new Frame.HandOver(EXECUTION, excerpt()));
        frames.put("handed-over", new Frame.HandedOver(EXECUTION));
        return frames;
    }

    private static Excerpt excerpt() {
        var stderr = new Excerpt.Kept(1L << 33, Bytes.wrap(new byte[] {0, -1}), Bytes.wrap(new byte[] {'\n'}));
        return new Excerpt(Excerpt.Kept.NOTHING, stderr);
    }

    private static Frame hello() {
        var fingerprint = Fingerprint.of("machine", "linux", "amd64", 2, "host");
        return new Frame.Hello(List.of(1), Samples.NOON, CHALLENGE, fingerprint, 41, "0.1.0");
    }

    private static Frame welcome() {
        var time = SignedTime.sign(Samples.NOON, Samples.PERMIT_KEY::sign);
        var succession = Succession.sign(Samples.APPROVER_KEY.verifying(), Samples.PERMIT_KEY::sign);
        return new Frame.Welcome(1, Samples.operator(1), Samples.WORKSPACE, List.of(succession), time, 30);
    }

    private static Frame deliver() {
        var membership = Membership.of(Samples.TREE, Samples.TARGETS.get(1), 1);
        var order = new Order(EXECUTION, 1, Samples.FROZEN.bytes(), Samples.PERMIT, membership);
        return new Frame.Deliver(order, CHALLENGE, 1);
    }

    private static HostReport host() {
        return new HostReport(
                new HostReport.Machine("host", "linux", "amd64", "/srv", "deploy", 2, 24_000),
                List.of(new HostReport.NetworkInterface("eth0", "10.0.0.7", 1500)),
                new HostReport.OsDetails("6.18", "debian", "12"),
                new HostReport.User("deploy", 1000, 1000, "/home/deploy", "Deploy", "/bin/bash"),
                new HostReport.Environment("C.UTF-8", "UTC", "", true, "docker", List.of("/.dockerenv"), "tini"),
                new HostReport.Capabilities(
                        true, true, false, new Confinement(Set.of(Profile.LOOK, Profile.CHANGE), 7, true, true)),
                "0.1.0");
    }

    private static Metrics metrics() {
        return new Metrics(12.5, 50, -1, 12_000, 24_000, 1.25, 100, 0.75, 86_400, 0.5);
    }
}
