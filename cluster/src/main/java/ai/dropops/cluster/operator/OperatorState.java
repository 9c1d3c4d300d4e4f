package ai.dropops.cluster.operator;

import ai.dropops.persistence.view.Alarm;
import ai.dropops.persistence.view.Labels;
import ai.dropops.protocol.guard.HostFacts.Kind;
import ai.dropops.protocol.identity.Digest;
import ai.dropops.protocol.identity.Fingerprint;
import ai.dropops.protocol.identity.SessionId;
import ai.dropops.protocol.identity.VerifyingKey;
import ai.dropops.protocol.identity.WorkspaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What is so of an operator's slot. */
sealed interface OperatorState {
    OperatorState apply(OperatorEvent event);

    /** Nobody has opened the slot. */
    record Absent() implements OperatorState {
        @Override
        public OperatorState apply(OperatorEvent event) {
            return event instanceof OperatorEvent.SlotCreated created ? Slot.of(created) : this;
        }
    }

    /** Who keeps the slot: a place in a workspace. */
    record Label(WorkspaceId workspace, int number, String name, Kind kind, Instant createdAt) {}

    /** The API key that fills the slot, by its hash. */
    record Key(Digest hash, boolean active) {}

    /** Which machine fills it. */
    sealed interface Machine {
        record None() implements Machine {}

        record Known(
                Fingerprint fingerprint, VerifyingKey receiptKey, Digest tlsKey, String hostname, Instant enrolledAt)
                implements Machine {
            /** Whether {@code enrolment} comes from the machine that enrolled, with the keys it enrolled. */
            boolean matches(Operator.Enrolment enrolment) {
                return fingerprint.digest().matches(enrolment.fingerprint().digest())
                        && tlsKey.matches(enrolment.tlsKey())
                        && receiptKey.digest().matches(enrolment.receiptKey().digest());
            }
        }
    }

    /** To which session it belongs. */
    sealed interface Binding {
        record Free() implements Binding {}

        record To(SessionId session) implements Binding {}
    }

    /** An open slot. {@code alarms} keep the newest few. */
    record Slot(
            Label label,
            Key key,
            Machine machine,
            Binding binding,
            Labels labels,
            boolean stopped,
            boolean quarantined,
            List<Alarm> alarms)
            implements OperatorState {
        static final int ALARMS = 10;

        public Slot {
            alarms = List.copyOf(alarms);
        }

        static Slot of(OperatorEvent.SlotCreated created) {
            var label = new Label(created.workspace(), created.number(), created.name(), created.kind(), created.at());
            return new Slot(
                    label,
                    new Key(created.keyHash(), true),
                    new Machine.None(),
                    new Binding.Free(),
                    Labels.NONE,
                    false,
                    false,
                    List.of());
        }

        @Override
        public Slot apply(OperatorEvent event) {
            return switch (event) {
                case OperatorEvent.SlotCreated _ -> this;
                case OperatorEvent.KeyRefreshed(var hash, var _) ->
                    new Slot(label, new Key(hash, true), new Machine.None(), binding, labels, false, false, alarms);
                case OperatorEvent.KeyRevoked _ ->
                    new Slot(label, new Key(key.hash, false), machine, binding, labels, stopped, quarantined, alarms);
                case OperatorEvent.Enrolled(var print, var receiptKey, var tlsKey, var hostname, var at) ->
                    with(new Machine.Known(print, receiptKey, tlsKey, hostname, at));
                case OperatorEvent.AlarmRaised(var code, var at, var message) ->
                    with(new Alarm(code, at, message), quarantined);
                case OperatorEvent.Quarantined lagging -> with(alarm(lagging), true);
                case OperatorEvent.Bound(var session, var _) -> with(new Binding.To(session));
                case OperatorEvent.Unbound _ -> with(new Binding.Free());
                case OperatorEvent.Labelled(var changed, var _) ->
                    new Slot(label, key, machine, binding, changed, stopped, quarantined, alarms);
                case OperatorEvent.Stopped _ -> withStopped(true);
                case OperatorEvent.Resumed _ -> withStopped(false);
            };
        }

        /** Whether it may hold a link and be given orders. */
        boolean mayAct() {
            return key.active && !quarantined && machine instanceof Machine.Known;
        }

        /** Whether an alarm of this kind was raised after {@code since}. */
        boolean rings(Alarm.Code code, Instant since) {
            return alarms.stream()
                    .anyMatch(alarm -> alarm.code() == code && alarm.at().isAfter(since));
        }

        private Slot with(Machine enrolled) {
            return new Slot(label, key, enrolled, binding, labels, stopped, quarantined, alarms);
        }

        private Slot with(Binding changed) {
            return new Slot(label, key, machine, changed, labels, stopped, quarantined, alarms);
        }

        private Slot withStopped(boolean changed) {
            return new Slot(label, key, machine, binding, labels, changed, quarantined, alarms);
        }

        private Slot with(Alarm alarm, boolean quarantine) {
            var all = new ArrayList<>(alarms);
            all.add(alarm);
            return new Slot(
                    label,
                    key,
                    machine,
                    binding,
                    labels,
                    stopped,
                    quarantine,
                    all.subList(Math.max(0, all.size() - ALARMS), all.size()));
        }

        private static Alarm alarm(OperatorEvent.Quarantined lagging) {
            return new Alarm(
                    Alarm.Code.ROLLED_BACK,
                    lagging.at(),
                    "The host remembers " + lagging.claimed() + " receipts and has given " + lagging.known()
                            + ": it was rolled back or cloned. It gets no orders until its key is refreshed.");
        }
    }
}
