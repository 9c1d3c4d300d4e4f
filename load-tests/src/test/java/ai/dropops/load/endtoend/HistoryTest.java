package ai.dropops.load.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import ai.dropops.load.stage.Await;
import ai.dropops.load.stage.Cli;
import ai.dropops.load.stage.ControlPlane;
import ai.dropops.load.stage.Person;
import ai.dropops.load.stage.RealOperator;
import ai.dropops.load.stage.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host's history, witnessed by a real control plane and verified by an auditor with nothing but files. */
final class HistoryTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void whatAHostDidIsWitnessedAndNothingOfItIsChangedUnseen() throws IOException {
        Path host = folder.resolve("host");
        Path earlier = folder.resolve("earlier");
        Path witness = folder.resolve("witness.jsonl");
        Path history = folder.resolve("history.jsonl");
        try (var plane = ControlPlane.start(ControlPlane.Setup.in(folder));
                var operator = RealOperator.enrol(plane, "audited", host)) {
            var person = new Person(plane.api());
            person.binds(operator.id());
            person.awaitsEnd(person.runs("echo first", "all"));
            var cli = new Cli(plane.setup().data());
            awaitWitnessed(cli, operator, 1);
            operator.stop();
            copy(host, earlier);
            operator.start();
            person.awaitsEnd(person.runs("echo second; exit 3", "all"));
            awaitWitnessed(cli, operator, 2);
            Files.writeString(
                    witness, cli.run("history", "witness", operator.id()).out());
            operator.stop();

            assertThat(tend(operator, "--export-history", history.toString())).contains("history verify");
            assertThat(Files.readString(history))
                    .contains("\"exitCode\":\"3\"")
                    .doesNotContain("second")
                    .doesNotContain("echo");
            var verified = cli.run("history", "verify", history.toString(), "--witness", witness.toString());
            assertThat(verified.code()).as(verified.out()).isZero();
            assertThat(verified.out())
                    .contains("compared with the control plane's own record")
                    .contains("every entry's tag holds");
            assertThat(tend(operator, "--verify-vault", "--witness", witness.toString()))
                    .contains("hold together");

            Files.writeString(history, Files.readString(history).replace("\"exitCode\":\"3\"", "\"exitCode\":\"0\""));
            var changed = cli.run("history", "verify", history.toString());
            assertThat(changed.code()).isEqualTo(1);
            assertThat(changed.out()).contains("was changed");

            delete(host);
            copy(earlier, host);
            assertThat(tend(operator, "--verify-vault", "--witness", witness.toString()))
                    .contains("is missing: the control plane had seen");
        }
    }

    private static String tend(RealOperator operator, String... task) {
        try (Running tending = operator.tend(task)) {
            tending.awaitEnd(LIMIT);
            return tending.log();
        }
    }

    private static void awaitWitnessed(Cli cli, RealOperator operator, int times) {
        Await.until(
                "the control plane has counter-signed the history " + times + " times",
                () -> cli.run("history", "witness", operator.id())
                                .out()
                                .lines()
                                .filter(line -> line.contains("\"checkpoint\""))
                                .count()
                        >= times);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
