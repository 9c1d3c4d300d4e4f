package ai.dropops.cluster.batch;

import ai.dropops.cluster.batch.BatchState.Begun;
import ai.dropops.cluster.batch.BatchState.Running;
import ai.dropops.persistence.view.WaveProgress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether the next waiting targets of a batch may start, as far as its waves are concerned. */
sealed interface Turn {
    /** Those below index {@code end} may. */
    record Now(int end) implements Turn {}

    /** The wave before {@code wave} is over; {@code wave} has to wait, and this is not yet stored. */
    record Halts(int wave) implements Turn {}

    /** Not now. */
    record Later() implements Turn {}

    static Turn of(Running running, Instant now) {
        var waves = running.opening().waves();
        int first = running.marks().first(Mark.WAITING).orElse(waves.hosts());
        if (first == waves.hosts()) {
            return new Later();
        }
        int wave = waves.of(first);
        var begin = new Now(waves.start(wave + 1));
        if (wave == 0 || wave < begun(running)) {
            return begin;
        }
        if (running.marks().count(Mark.DISPATCHED) > 0) {
            return new Later();
        }
        var limits = running.opening().limits();
        if (!limits.haltBetweenWaves()) {
            return begin;
        }
        if (running.halts().before() != wave) {
            return new Halts(wave);
        }
        boolean isLet = !limits.askEachWave() || running.halts().isLetBegin(wave);
        boolean isRested = !now.isBefore(running.halts().since().plus(limits.pause()));
        return isLet && isRested ? begin : new Later();
    }

    /** How far the batch has come in its waves. */
    static WaveProgress progress(Begun batch) {
        int begun = begun(batch);
        return new WaveProgress(
                batch.opening().waves().count(),
                begun,
                halt(batch, begun),
                batch.halts().goAheads());
    }

    /** Whether somebody's word is waited for before {@code wave}, counted from 1. */
    static boolean isAsked(Running running, int wave) {
        var halt = halt(running, wave - 1);
        return halt != null && halt.asks() && begun(running) == wave - 1;
    }

    /** How many waves have begun. */
    private static int begun(Begun batch) {
        var last = batch.marks().lastStarted();
        return last.isPresent() ? batch.opening().waves().of(last.getAsInt()) + 1 : 0;
    }

    private static WaveProgress.@Nullable Halt halt(Begun batch, int begun) {
        var halts = batch.halts();
        if (!(batch instanceof Running running) || running.cancelling() || begun == 0 || halts.before() != begun) {
            return null;
        }
        var limits = running.opening().limits();
        return new WaveProgress.Halt(
                running.opening().waves().hosts(begun),
                halts.since(),
                halts.since().plus(limits.pause()),
                limits.askEachWave() && !halts.isLetBegin(begun));
    }
}
