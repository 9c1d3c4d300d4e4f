package ai.dropops.load.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines over one x axis, or bars for figures of one unit, as SVG that needs nothing from elsewhere. */
final class Plot {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int BOTTOM = 40;
    private static final int TOP = 30;
    private static final int BAR = 24;
    private static final int LABEL = 420;
    private static final int VALUE = 110;
    private static final List<String> COLOURS = List.of("#2563eb", "#d97706", "#059669", "#dc2626", "#7c3aed");

    private Plot() {}

    /** Series of one unit; y begins at 0. */
    static String lines(String xAxis, List<Series> series) {
        double lastX = Math.max(1e-9, largest(series, true));
        double top = Math.max(1e-9, largest(series, false) * 1.05);
        var svg = new StringBuilder(open(WIDTH, HEIGHT));
        for (int i = 0; i <= 4; i++) {
            double y = HEIGHT - BOTTOM - i / 4.0 * (HEIGHT - BOTTOM - TOP);
            svg.append(String.format(
                    Locale.ROOT, "<line x1='%d' x2='%d' y1='%.1f' y2='%.1f' class='grid'/>", LEFT, WIDTH - 10, y, y));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='%.1f' class='end'>%s</text>",
                    LEFT - 6,
                    y + 4,
                    number(i / 4.0 * top)));
            double x = LEFT + i / 4.0 * (WIDTH - 10 - LEFT);
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%.1f' y='%d' class='mid'>%s</text>",
                    x,
                    HEIGHT - 22,
                    number(i / 4.0 * lastX)));
        }
        svg.append(String.format(
                Locale.ROOT, "<text x='%d' y='%d' class='end'>%s</text>", WIDTH - 10, HEIGHT - 6, escaped(xAxis)));
        for (int i = 0; i < series.size(); i++) {
            svg.append(line(series.get(i), COLOURS.get(i % COLOURS.size()), lastX, top));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='18' style='fill:%s'>%s</text>",
                    LEFT + i * 220,
                    COLOURS.get(i % COLOURS.size()),
                    escaped(series.get(i).name() + ", " + series.get(i).unit())));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String line(Series series, String colour, double lastX, double top) {
        String points = series.points().stream()
                .map(point -> String.format(
                        Locale.ROOT,
                        "%.1f,%.1f",
                        LEFT + point.x() / lastX * (WIDTH - 10 - LEFT),
                        HEIGHT - BOTTOM - point.y() / top * (HEIGHT - BOTTOM - TOP)))
                .collect(Collectors.joining(" "));
        return String.format(
                Locale.ROOT, "<polyline points='%s' fill='none' stroke='%s' stroke-width='1.5'/>", points, colour);
    }

    private static double largest(List<Series> series, boolean ofX) {
        return series.stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(point -> ofX ? point.x() : point.y())
                .max()
                .orElse(0);
    }

    /** One bar a figure, from 0. */
    static String bars(List<Figure> figures) {
        double top = Math.max(
                1e-9,
                figures.stream()
                        .mapToDouble(figure -> Math.abs(figure.value()))
                        .max()
                        .orElse(0));
        var svg = new StringBuilder(open(WIDTH + 180, figures.size() * BAR + 8));
        for (int i = 0; i < figures.size(); i++) {
            Figure figure = figures.get(i);
            double width = Math.max(1, Math.abs(figure.value()) / top * (WIDTH + 180 - LABEL - VALUE));
            int y = i * BAR + 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='%d' class='end'>%s</text>",
                    LABEL - 8,
                    y + 15,
                    escaped(figure.what())));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'/>",
                    LABEL,
                    y,
                    width,
                    BAR - 6,
                    COLOURS.getFirst()));
            svg.append(String.format(
                    Locale.ROOT, "<text x='%.1f' y='%d'>%s</text>", LABEL + width + 6, y + 15, escaped(figure.text())));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String open(int width, int height) {
        return String.format(
                Locale.ROOT,
                "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' width='%d'>",
                width,
                height,
                width);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value >= 10 || value == 0 ? "%,.0f" : "%.2f", value);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&#39;");
    }
}
