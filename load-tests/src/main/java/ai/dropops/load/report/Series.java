package ai.dropops.load.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One thing measured again and again, and when: what a plot draws as one line. */
public final class Series {
    private final String name;
    private final String unit;
    private final List<Point> points = new ArrayList<>();

    public Series(String name, String unit) {
        this.name = name;
        this.unit = unit;
    }

    /** One value; {@code x} is seconds since the beginning, or the number of a run. */
    public record Point(double x, double y) {}

    public void add(double x, double y) {
        points.add(new Point(x, y));
    }

    public void add(Duration since, double y) {
        add(since.toMillis() / 1e3, y);
    }

    public String name() {
        return name;
    }

    public String unit() {
        return unit;
    }

    public List<Point> points() {
        return List.copyOf(points);
    }

    /** What y grows by for each 1 of x, by least squares; 0 where there are fewer than two different x. */
    public double slope() {
        double meanX = points.stream().mapToDouble(Point::x).average().orElse(0);
        double meanY = points.stream().mapToDouble(Point::y).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (Point point : points) {
            covariance += (point.x() - meanX) * (point.y() - meanY);
            variance += (point.x() - meanX) * (point.x() - meanX);
        }
        return variance == 0 ? 0 : covariance / variance;
    }
}
