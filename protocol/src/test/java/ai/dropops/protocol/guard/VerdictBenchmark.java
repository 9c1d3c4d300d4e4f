package ai.dropops.protocol.guard;

import ai.dropops.protocol.action.Action.RunCommand;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one verdict costs, over all everyday commands of the corpus in turn; the goal is a 99th percentile of 0.1 ms:
 * {@code ./dropops mvn -Pbenchmark -pl protocol clean test-compile exec:exec -Dbenchmark=VerdictBenchmark}
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Thread)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class VerdictBenchmark {
    private static final HostFacts HOST = new HostFacts(HostFacts.Kind.SOLO, CorpusTest.FULL);
    private static final Policy POLICY = Policy.defaults();

    private final List<RunCommand> commands = everyday();
    private int next;

    @Benchmark
    public Verdict judge() {
        next = (next + 1) % commands.size();
        return Guard.judge(commands.get(next), HOST, POLICY);
    }

    private static List<RunCommand> everyday() {
        var commands = new ArrayList<>(Corpus.entries().stream()
                .filter(entry -> entry.file().startsWith("everyday-"))
                .map(entry -> RunCommand.of(entry.command()))
                .toList());
        Collections.shuffle(commands, new Random(1));
        return commands;
    }
}
