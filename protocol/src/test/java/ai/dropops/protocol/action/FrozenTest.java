package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.Action.RunCommand;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FrozenTest {
    private static final byte[] BYTES = Samples.FROZEN.bytes().array();

    @Property
    void everyProposalIsThawedAsItWasFrozen(@ForAll("proposals") Proposal proposal) {
        var frozen = Frozen.freeze(proposal);
        var thawed = Frozen.thaw(frozen.bytes().array());
        assertThat(thawed.proposal()).isEqualTo(proposal);
        assertThat(thawed.digest()).isEqualTo(frozen.digest());
    }

    @Test
    void everyFlippedBitIsRefusedOrChangesTheDigest() {
        int refused = 0;
        for (int bit = 0; bit < BYTES.length * 8; bit++) {
            byte[] changed = BYTES.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            if (isRefused(changed)) {
                refused++;
            }
        }
        assertThat(refused).isBetween(200, BYTES.length * 8 - 1);
    }

    @Test
    void aLongTextHasADefiniteLength() {
        String command = "é".repeat(60_000);
        var proposal = new Proposal(
                Samples.PROPOSAL_ID,
                Samples.WORKSPACE,
                RunCommand.of(command),
                Strategy.PARALLEL,
                Samples.PROPOSAL.limits(),
                Samples.PROPOSAL.policy(),
                Samples.PROPOSAL.validity(),
                1,
                Samples.TREE.root());
        var frozen = Frozen.freeze(proposal);
        assertThat(frozen.bytes().hex()).contains("7a0001d4c0" + "c3a9".repeat(60_000));
        assertThat(Frozen.thaw(frozen.bytes().array())).isEqualTo(frozen);
    }

    @Test
    void everyTruncationIsRefused() {
        for (int size = 0; size < BYTES.length; size++) {
            assertThat(isRefused(Arrays.copyOf(BYTES, size)))
                    .as("%d bytes", size)
                    .isTrue();
        }
    }

    @Property
    void rubbishIsRefused(@ForAll @Size(max = 300) byte[] rubbish) {
        assertThat(isRefused(rubbish)).isTrue();
    }

    @Property
    void aRealBeginningWithARubbishEndIsRefusedOrChangesTheDigest(@ForAll @Size(max = 60) byte[] rubbish) {
        int kept = Math.floorMod(Arrays.hashCode(rubbish), BYTES.length - 1);
        var spliced = new ByteArrayOutputStream();
        spliced.write(BYTES, 0, kept);
        spliced.writeBytes(rubbish);
        assertThat(isRefused(spliced.toByteArray()) || spliced.size() == BYTES.length)
                .isTrue();
    }

    @Test
    void trailingBytesAreRefused() {
        assertThat(isRefused(Arrays.copyOf(BYTES, BYTES.length + 1))).isTrue();
    }

    @Test
    void anArrayOfIndefiniteLengthIsRefused() {
        byte[] indefinite = Arrays.copyOf(BYTES, BYTES.length + 1);
        indefinite[0] = (byte) 0x9f;
        indefinite[BYTES.length] = (byte) 0xff;
        assertThat(isRefused(indefinite)).isTrue();
    }

    @Test
    void aNumberLongerThanNeededIsRefused() {
        assertThat(isRefused(replaced("0203000100f4", "180203000100f4"))).isTrue();
    }

    @Test
    void aTextLengthLongerThanNeededIsRefused() {
        assertThat(isRefused(replaced(text("/srv"), "7804" + text("/srv").substring(2))))
                .isTrue();
    }

    @Test
    void environmentOutOfOrderIsRefused() {
        String first = text("GREETING") + text("grüß dich 👋");
        String second = text("LANG") + text("C.UTF-8");
        assertThat(isRefused(replaced(first + second, second + first))).isTrue();
    }

    @Test
    void aVariableSetTwiceIsRefused() {
        assertThat(isRefused(replaced(text("LANG"), text("GREETING")))).isTrue();
    }

    @Test
    void anotherFormatOrActionIsRefused() {
        assertThat(isRefused(replaced(hex("dropops/proposal/1"), hex("dropops/proposal/2"))))
                .isTrue();
        assertThat(isRefused(replaced(hex("run-command"), hex("run-commanD")))).isTrue();
    }

    @Test
    void aCountBeyondAnIntIsRefused() {
        String count = "03" + "5820" + Samples.TREE.root().hex();
        assertThat(isRefused(replaced(count, "1b0000000100000003" + count.substring(2))))
                .isTrue();
    }

    @Test
    void theOneTrueEncodingIsStillRead() {
        assertThat(Frozen.thaw(BYTES)).isEqualTo(Samples.FROZEN);
    }

    @Provide
    Arbitrary<Proposal> proposals() {
        return Combinators.combine(
                        ids(),
                        commands(),
                        orders(),
                        validities(),
                        Arbitraries.integers().between(1, 100_000))
                .as((id, command, order, validity, count) -> new Proposal(
                        ProposalId.of(id),
                        WorkspaceId.of(id),
                        command,
                        order.strategy(),
                        order.limits().waitingFor(waiting(count, validity)),
                        Digest.of(id),
                        validity,
                        count,
                        Digest.of(id, id)));
    }

    /** Some seconds, or none, that the permit outlasts. */
    private static long waiting(int count, Validity validity) {
        Duration whole = Duration.between(validity.notBefore(), validity.notAfter());
        return Math.min(count % 3 * 20_000L, whole.toSeconds());
    }

    private static Arbitrary<RunCommand> commands() {
        Arbitrary<String> texts = Arbitraries.strings()
                .excludeChars('\0')
                .ofMaxLength(200)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
        Arbitrary<SortedMap<String, String>> env = Arbitraries.maps(
                        Arbitraries.strings().withChars("ABab_").ofMinLength(1).ofMaxLength(5), texts)
                .ofMaxSize(5)
                .map(TreeMap::new);
        return Combinators.combine(
                        texts.filter(text -> !text.isBlank()),
                        texts,
                        env,
                        Arbitraries.of(Profile.class),
                        Arbitraries.of("", "deploy"))
                .as((command, cwd, variables, profile, user) -> new RunCommand(
                        command, cwd.isEmpty() ? "" : "/" + cwd, variables, user, profile, RunCommand.NO_STDIN));
    }

    private record Order(Strategy strategy, Limits limits) {}

    private static Arbitrary<Order> orders() {
        return Combinators.combine(
                        Arbitraries.of(Strategy.class),
                        Arbitraries.integers().between(1, 10),
                        Arbitraries.integers().greaterOrEqual(1),
                        Arbitraries.integers().greaterOrEqual(0),
                        Arbitraries.integers().between(0, 86_400),
                        Arbitraries.of(true, false))
                .as((strategy, attempts, atOnce, failures, pause, asks) -> new Order(
                        strategy,
                        strategy.isInWaves()
                                ? new Limits(attempts, atOnce, atOnce, failures, Duration.ofSeconds(pause), asks)
                                : new Limits(
                                        attempts,
                                        strategy == Strategy.SEQUENTIAL ? 1 : atOnce,
                                        0,
                                        failures,
                                        Duration.ZERO,
                                        false)));
    }

    private static Arbitrary<Validity> validities() {
        return Combinators.combine(
                        Arbitraries.longs().between(-1L << 50, 1L << 50),
                        Arbitraries.longs().between(1, 1L << 40))
                .as((from, length) -> new Validity(Instant.ofEpochMilli(from), Instant.ofEpochMilli(from + length)));
    }

    @Test
    void howLongHostsAreWaitedForIsSignedWhereItWasSaid() {
        Proposal usual = Samples.FROZEN.proposal();
        Frozen minute = Frozen.freeze(with(usual, 60));

        assertThat(Frozen.thaw(minute.bytes().array()).proposal().deliverBy())
                .isEqualTo(usual.validity().notBefore().plusSeconds(60));
        assertThat(minute.digest()).isNotEqualTo(Samples.FROZEN.digest());
        assertThat(Samples.FROZEN.proposal().deliverBy())
                .isEqualTo(usual.validity().notAfter());
        assertThatThrownBy(() -> with(usual, 3601)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Proposal with(Proposal proposal, long deliverSeconds) {
        return new Proposal(
                proposal.id(),
                proposal.workspace(),
                proposal.action(),
                proposal.strategy(),
                proposal.limits().waitingFor(deliverSeconds),
                proposal.policy(),
                proposal.validity(),
                proposal.targetCount(),
                proposal.root());
    }

    private static Arbitrary<byte[]> ids() {
        return Arbitraries.bytes().array(byte[].class).ofSize(16);
    }

    /** Whether the bytes are refused, in the one way they may be; what is accepted must have another digest. */
    private static boolean isRefused(byte[] bytes) {
        try {
            assertThat(Frozen.thaw(bytes).digest()).isNotEqualTo(Samples.FROZEN.digest());
            return false;
        } catch (IllegalArgumentException e) {
            return true;
        }
    }

    private static byte[] replaced(String from, String to) {
        String all = HexFormat.of().formatHex(BYTES);
        assertThat(all).containsOnlyOnce(from);
        return HexFormat.of().parseHex(all.replace(from, to));
    }

    private static String text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().toHexDigits((byte) (0x60 + utf8.length))
                + HexFormat.of().formatHex(utf8);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
