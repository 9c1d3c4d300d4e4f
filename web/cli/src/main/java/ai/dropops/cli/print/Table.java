package ai.dropops.cli.print;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells under headings, in columns as wide as their widest cell. */
public final class Table {
    /** One cell; its text is made visible here. */
    public record Cell(String text, Colour colour) {
        public Cell {
            text = Visible.line(text);
        }

        public static Cell of(String text) {
            return new Cell(text, Colour.PLAIN);
        }

        public static Cell of(long number) {
            return of(Long.toString(number));
        }
    }

    private static final String GAP = "  ";

    private final List<Cell> headings;
    private final List<List<Cell>> rows = new ArrayList<>();

    public Table(String... headings) {
        this.headings = List.of(headings).stream()
                .map(heading -> new Cell(heading, Colour.FAINT))
                .toList();
    }

    public void add(Cell... cells) {
        if (cells.length != headings.size()) {
            throw new IllegalArgumentException(cells.length + " cells in " + headings.size() + " columns");
        }
        rows.add(List.of(cells));
    }

    public void printTo(Screen screen) {
        int[] widths = widths();
        screen.line(line(headings, widths, screen));
        rows.forEach(row -> screen.line(line(row, widths, screen)));
    }

    private int[] widths() {
        var widths = new int[headings.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = headings.get(column).text().length();
            for (List<Cell> row : rows) {
                widths[column] = Math.max(widths[column], row.get(column).text().length());
            }
        }
        return widths;
    }

    private static String line(List<Cell> cells, int[] widths, Screen screen) {
        var line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            Cell cell = cells.get(column);
            line.append(screen.painted(cell.text(), cell.colour()));
            if (column < cells.size() - 1) {
                line.append(" ".repeat(widths[column] - cell.text().length())).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
