package ai.dropops.load.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as one HTML file with its plots inside. */
final class Page {
    private static final String STYLE = """
            <!doctype html><html lang="en"><head><meta charset="utf-8"><style>
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color:#111;background:#fff}
            table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.3rem .6rem;text-align:left}
            td.value{text-align:right;white-space:nowrap}svg{max-width:100%;height:auto;margin:1rem 0}
            svg text{font:12px system-ui,sans-serif;fill:#333}svg .end{text-anchor:end}svg .mid{text-anchor:middle}
            svg .grid{stroke:#ddd}</style>
            """;

    private Page() {}

    static String of(
            String scenario, String subtitle, List<Figure> figures, List<Report.Chart> charts, List<String> remarks) {
        var html = new StringBuilder(STYLE);
        html.append("<title>%s</title></head><body><h1>%s</h1><p>%s</p>%n"
                .formatted(Plot.escaped(scenario), Plot.escaped(scenario), Plot.escaped(subtitle)));
        html.append("<table><tr><th>what<th>measured<th>goal</tr>\n");
        figures.forEach(figure -> html.append("<tr><td>%s<td class=\"value\">%s<td>%s</tr>%n"
                .formatted(Plot.escaped(figure.what()), Plot.escaped(figure.text()), Plot.escaped(figure.goal()))));
        html.append("</table>\n");
        charts.forEach(chart -> html.append("<h2>%s</h2>%n".formatted(Plot.escaped(chart.title())))
                .append(Plot.lines(chart.xAxis(), chart.series())));
        byUnit(figures)
                .forEach((unit, group) -> html.append("<h2>Figures in %s</h2>%n".formatted(Plot.escaped(unit)))
                        .append(Plot.bars(group)));
        remarks.forEach(remark -> html.append("<p>%s</p>%n".formatted(Plot.escaped(remark))));
        return html.append("</body></html>\n").toString();
    }

    /** Figures that can stand side by side: two or more of one unit. */
    private static Map<String, List<Figure>> byUnit(List<Figure> figures) {
        Map<String, List<Figure>> groups = figures.stream()
                .filter(figure -> !figure.unit().isEmpty())
                .collect(Collectors.groupingBy(
                        figure -> figure.unit().split(" ", 2)[0], LinkedHashMap::new, Collectors.toList()));
        groups.values().removeIf(group -> group.size() < 2);
        return groups;
    }
}
