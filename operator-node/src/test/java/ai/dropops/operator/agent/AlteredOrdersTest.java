package ai.dropops.operator.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.operator.control.Alterations;
import ai.dropops.operator.control.Approvals;
import ai.dropops.operator.control.FakeControlPlane;
import ai.dropops.operator.control.FakeLink;
import ai.dropops.operator.control.OperatorProcess;
import ai.dropops.protocol.action.Frozen;
import ai.dropops.protocol.action.Order;
import ai.dropops.protocol.action.Outcome;
import ai.dropops.protocol.action.Permit;
import ai.dropops.protocol.action.Proposal;
import ai.dropops.protocol.action.Refusal;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.wire.Frame;
import ai.dropops.protocol.wire.FrameCodec;
import ai.dropops.protocol.wire.MalformedFrame;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good orders with one thing altered, sent to a real operator process that pins approvers: each is refused, none runs. */
class AlteredOrdersTest {
    private static final KeyPair ADA = FakeControlPlane.ed25519();
    private static final KeyPair BOB = FakeControlPlane.ed25519();
    private static final int STRIDE = 5;
    private static final int BROKEN_FOR_ONE_SENT = 20;

    @TempDir
    Path folder;

    private final FakeControlPlane plane = new FakeControlPlane();
    private Path trace;
    private OperatorProcess operator;
    private FakeLink link;

    @BeforeEach
    void start() throws Exception {
        trace = folder.resolve("trace");
        Path approvers = Approvals.approverFile(folder, 2, ADA, BOB);
        operator = OperatorProcess.start(plane, folder, "--require-approver", approvers.toString());
        link = plane.nextWelcomed();
    }

    @AfterEach
    void onlyTheGoodOrderRuns() throws Exception {
        try (plane;
                var _ = operator) {
            assertThat(trace).doesNotExist();
            Order good = good();
            link.deliver(good);
            assertThat(link.outcomeOf(good.execution())).isInstanceOf(Outcome.Finished.class);
            assertThat(trace).exists();
        }
    }

    @Test
    void everyFieldOfOrderPermitAndProposal() throws Exception {
        everyFieldOfOrderAndPermit();
        everyFieldOfTheProposal();
    }

    private void everyFieldOfOrderAndPermit() throws Exception {
        Set<String> places = Alterations.of(good()).keySet();
        assertThat(fields(places, "")).isEqualTo(components(Order.class));
        assertThat(fields(places, "permit.")).isEqualTo(components(Permit.class));
        for (String place : places) {
            Order lie = Alterations.at(place, good());
            link.deliver(lie);
            assertRefused(
                    place,
                    lie,
                    switch (firstOf(place)) {
                        case "execution", "attempt" -> Set.of(Refusal.WRONG_KEY);
                        case "proposal" -> Set.of(Refusal.WRONG_KEY, Refusal.MALFORMED);
                        case "permit" -> Set.of(Refusal.PERMIT_INVALID);
                        case "membership" -> Set.of(Refusal.NOT_A_TARGET);
                        default -> throw new AssertionError("say here why a host refuses another " + place);
                    });
        }
    }

    /** Altered alone; with key and permit turned to it; and with a permit that the control plane signed for it. */
    private void everyFieldOfTheProposal() throws Exception {
        Set<String> places = Alterations.of(proposal(good())).keySet();
        assertThat(fields(places, "")).isEqualTo(components(Proposal.class));
        for (String place : places) {
            Order alone = good();
            Frozen altered = altered(alone, place);
            Order lie =
                    new Order(alone.execution(), alone.attempt(), altered.bytes(), alone.permit(), alone.membership());
            link.deliver(lie);
            assertRefused(place, lie, Set.of(Refusal.WRONG_KEY));

            Order unsigned = good();
            altered = altered(unsigned, place);
            Permit old = unsigned.permit();
            lie = turned(
                    unsigned,
                    altered,
                    new Permit(
                            altered.digest(),
                            old.authority(),
                            old.approvers(),
                            old.signatures(),
                            old.decidedAt(),
                            old.key(),
                            old.signature()));
            link.deliver(lie);
            assertRefused(place, lie, Set.of(Refusal.PERMIT_INVALID));

            Order signed = good();
            altered = altered(signed, place);
            lie = turned(signed, altered, resigned(signed.permit(), altered.digest()));
            link.deliver(lie);
            assertRefused(place, lie, Set.of(Refusal.APPROVERS_MISSING));
        }
    }

    /** One bit of every few bytes, others in each run: what still is an order is sent, and some of what is no frame any more. */
    @Test
    void flippedAndTornFrames() throws Exception {
        byte[] whole = frame();
        var random = new Random();
        int broken = 0;
        int sent = 0;
        for (int at = random.nextInt(STRIDE); at < whole.length; at += STRIDE) {
            Frame.Deliver good = link.delivery(good());
            byte[] bytes = FrameCodec.encode(good);
            int bit = random.nextInt(Byte.SIZE);
            bytes[at] ^= (byte) (1 << bit);
            try {
                var lie = (Frame.Deliver) FrameCodec.decode(bytes);
                if (new Frame.Deliver(lie.order(), lie.challenge(), good.counter()).equals(good)) {
                    continue; // how far it counts is the control plane's own affair
                }
                link.sendRaw(bytes);
                assertRefused("byte " + at + ", bit " + bit, lie.order(), Set.of(Refusal.values()));
                sent++;
            } catch (MalformedFrame e) {
                if (broken++ % BROKEN_FOR_ONE_SENT == 0) {
                    endsTheConnection(bytes);
                }
            }
        }
        assertThat(sent).as("altered orders").isGreaterThan(whole.length / STRIDE / 3);
        assertThat(broken).as("broken frames").isGreaterThan(whole.length / STRIDE / 10);

        for (int length = 0; length < whole.length; length++) {
            byte[] torn = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> FrameCodec.decode(torn)).isInstanceOf(MalformedFrame.class);
        }
        for (int length : new int[] {0, whole.length / 2, whole.length - 1}) {
            endsTheConnection(Arrays.copyOf(frame(), length));
        }
    }

    private void endsTheConnection(byte[] noFrame) throws InterruptedException {
        link.sendRaw(noFrame);
        assertThat(link.endsWithin(30)).isTrue();
        link = plane.nextWelcomed();
    }

    private void assertRefused(String what, Order lie, Set<Refusal> reasons) throws InterruptedException {
        assertThat(link.outcomeOf(lie.execution()))
                .as(what)
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).as(what).isIn(reasons));
    }

    /** It would leave its trace also with something behind it. */
    private Order good() {
        return Approvals.of("touch " + trace + " #", plane)
                .approvers(List.of(ADA, BOB))
                .order();
    }

    private byte[] frame() {
        return FrameCodec.encode(link.delivery(good()));
    }

    private Order turned(Order order, Frozen altered, Permit permit) {
        return new Order(
                ExecutionId.of(altered.digest(), plane.operator, order.attempt()),
                order.attempt(),
                altered.bytes(),
                permit,
                order.membership());
    }

    private Permit resigned(Permit old, Digest proposal) {
        return Permit.sign(
                proposal, old.authority(), old.approvers(), old.signatures(), old.decidedAt(), old.key(), plane::sign);
    }

    private static Proposal proposal(Order order) {
        return Frozen.thaw(order.proposal().array()).proposal();
    }

    private static Frozen altered(Order order, String place) {
        return Frozen.freeze(Alterations.at(place, proposal(order)));
    }

    private static Set<String> components(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static Set<String> fields(Set<String> places, String above) {
        return places.stream()
                .filter(place -> place.startsWith(above))
                .map(place -> firstOf(place.substring(above.length())))
                .collect(Collectors.toSet());
    }

    private static String firstOf(String place) {
        return place.replaceFirst("[.:\\[].*", "");
    }
}
