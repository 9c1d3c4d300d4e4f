package ai.dropops.cli.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.dropops.cli.connect.Refused;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class ScreenTest {
    @Test
    void aStatusGivesWayToWhatIsPrintedAndIsOnlyForTerminals() {
        var err = new ByteArrayOutputStream();
        var screen = new Screen(OutputStream.nullOutputStream(), err, false, true);
        screen.status("1 of 2");
        screen.status("2 of 2");
        screen.note("done");
        screen.status("");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("\r1 of 2\033[K\r2 of 2\033[K\r\033[Kdropops: done\n");

        var file = new ByteArrayOutputStream();
        new Screen(OutputStream.nullOutputStream(), file, false).status("1 of 2");
        assertThat(file.size()).isZero();
    }

    @Test
    void aClosedPipeIsNoError() {
        var screen = new Screen(failing("Broken pipe"), OutputStream.nullOutputStream(), false);
        assertThatThrownBy(() -> screen.line("x")).isInstanceOf(PipeClosed.class);
    }

    @Test
    void aFullDiskIs() {
        var screen = new Screen(failing("No space left on device"), OutputStream.nullOutputStream(), false);
        assertThatThrownBy(() -> screen.line("x"))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void aHeadingStandsAlone() {
        assertThat(printed(screen -> {
                    screen.heading("1");
                    screen.text("no end");
                    screen.heading("2");
                }))
                .isEqualTo("1\nno end\n2\n");
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(printed(screen -> {
                    var table = new Table("A", "B");
                    table.add(Table.Cell.of("long one"), Table.Cell.of(1));
                    table.add(Table.Cell.of("x"), Table.Cell.of(""));
                    table.printTo(screen);
                }))
                .isEqualTo("A         B\nlong one  1\nx\n");
    }

    @Test
    void coloursDoNotMoveColumns() {
        var out = new ByteArrayOutputStream();
        var screen = new Screen(out, OutputStream.nullOutputStream(), true);
        var table = new Table("A", "B");
        table.add(new Table.Cell("x", Colour.GOOD), Table.Cell.of("y"));
        table.printTo(screen);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\033[32mx\033[0m  y\n");
    }

    @Test
    void textFromElsewhereCannotMoveTheCursor() {
        assertThat(Visible.line("a\n\033[2Jb\u202ec\r\t\u00a0é👋"))
                .isEqualTo("a\\n\\u{1b}[2Jb\\u{202e}c\\r\\t\\u{a0}é👋");
        assertThat(Visible.line("abcdef", 4)).isEqualTo("abc…");
    }

    private interface Printing {
        void on(Screen screen);
    }

    private static String printed(Printing printing) {
        var out = new ByteArrayOutputStream();
        printing.on(new Screen(out, OutputStream.nullOutputStream(), false));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
