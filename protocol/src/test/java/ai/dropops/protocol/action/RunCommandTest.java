package ai.dropops.protocol.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.protocol.action.Action.RunCommand;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RunCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " \t\n", "echo \0", "\0", "echo \ud83d", "\udc4b\ud83d"})
    void whatNoProcessCanBeGivenIsRefused(String command) {
        assertThatThrownBy(() -> RunCommand.of(command)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCommandFitsIntoOneArgument() {
        assertThat(RunCommand.of("x".repeat(128 * 1024 - 1)).command()).hasSize(128 * 1024 - 1);
        assertThatThrownBy(() -> RunCommand.of("x".repeat(128 * 1024))).hasMessageContaining("128 KiB");
        assertThatThrownBy(() -> RunCommand.of("ü".repeat(64 * 1024))).hasMessageContaining("128 KiB");
    }

    @Test
    void theWorkingDirectoryIsAbsolute() {
        assertThatThrownBy(() -> in("srv", Map.of())).hasMessageContaining("absolute");
        assertThatThrownBy(() -> in("/s\0rv", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> in("/" + "x".repeat(4095), Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theEnvironmentHasNamesAndBounds() {
        assertThatThrownBy(() -> in("", Map.of("A=B", "x"))).hasMessageContaining("A=B");
        assertThatThrownBy(() -> in("", Map.of("", "x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> in("", Map.of("A", "x\0"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> in("", Map.of("A", "x".repeat(32 * 1024)))).hasMessageContaining("32 KiB");
    }

    @Test
    void theEnvironmentCannotBeChangedFromOutside() {
        var env = new TreeMap<>(Map.of("A", "x"));
        var run = in("", env);
        env.put("B", "y");
        assertThat(run.env()).containsOnlyKeys("A");
        assertThatThrownBy(() -> run.env().put("C", "z")).isInstanceOf(UnsupportedOperationException.class);
    }

    private static RunCommand in(String cwd, Map<String, String> env) {
        return new RunCommand("true", cwd, new TreeMap<>(env), "", Profile.CHANGE, RunCommand.NO_STDIN);
    }
}
