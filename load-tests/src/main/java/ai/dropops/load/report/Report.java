package ai.dropops.load.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a scenario measured, printed as it comes and kept as a table, as JSON and as a page with plots. */
public final class Report {
    private final String scenario;
    private final Instant at;
    private final List<Figure> figures = new ArrayList<>();
    private final List<Chart> charts = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    public Report(String scenario, Instant at) {
        this.scenario = scenario;
        this.at = at;
    }

    public void add(Figure figure) {
        figures.add(figure);
        System.out.printf("  %-62s %16s  %s%n", figure.what(), figure.text(), figure.goal());
    }

    public void add(String what, double value, String unit) {
        add(Figure.of(what, value, unit));
    }

    public void add(String what, double value, String unit, String goal) {
        add(new Figure(what, value, unit, goal));
    }

    /** What is drawn together: series of one unit. */
    public record Chart(String title, String xAxis, List<Series> series) {
        public Chart {
            series = List.copyOf(series);
        }
    }

    /** Draws {@code series}, all of one unit, over {@code xAxis} in the HTML and keeps the points in the JSON. */
    public void plot(String title, String xAxis, Series... series) {
        charts.add(new Chart(title, xAxis, List.of(series)));
    }

    public void remark(String remark) {
        remarks.add(remark);
        System.out.println("  " + remark);
    }

    public String markdown() {
        var text = new StringBuilder("### " + scenario + "\n\n" + Machine.here() + ", " + at + "\n\n");
        text.append("| what | measured | goal |\n|---|---|---|\n");
        figures.forEach(
                figure -> text.append("| %s | %s | %s |\n".formatted(figure.what(), figure.text(), figure.goal())));
        if (!remarks.isEmpty()) {
            text.append('\n');
            remarks.forEach(remark -> text.append(remark).append('\n'));
        }
        return text.toString();
    }

    /** Writes {@code scenario.md}, {@code scenario.json} and {@code scenario.html} into {@code folder}. */
    public void keep(Path folder) {
        var json = new LinkedHashMap<String, Object>();
        json.put("scenario", scenario);
        json.put("at", at.toString());
        json.put("machine", Machine.here());
        json.put("figures", figures);
        json.put(
                "charts",
                charts.stream()
                        .map(chart -> Map.of(
                                "title",
                                chart.title(),
                                "xAxis",
                                chart.xAxis(),
                                "series",
                                chart.series().stream()
                                        .map(each -> Map.of(
                                                "name", each.name(), "unit", each.unit(), "points", each.points()))
                                        .toList()))
                        .toList());
        json.put("remarks", remarks);
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(scenario + ".md"), markdown());
            Files.writeString(
                    folder.resolve(scenario + ".html"),
                    Page.of(scenario, Machine.here() + ", " + at, figures, charts, remarks));
            new ObjectMapper()
                    .writerWithDefaultPrettyPrinter()
                    .writeValue(folder.resolve(scenario + ".json").toFile(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("kept in " + folder.resolve(scenario + ".md"));
    }
}
