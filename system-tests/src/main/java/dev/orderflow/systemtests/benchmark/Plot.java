package dev.orderflow.systemtests.benchmark;

import dev.orderflow.systemtests.benchmark.Seconds.Series;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;

/** A run as a picture (SVG): throughput, latency, and who took the processors. */
final class Plot {

  private static final int WIDTH = 900;
  private static final int PANEL = 220;
  private static final int LEFT = 60;
  private static final int RIGHT = 190;
  private static final int TOP = 50;
  private static final int GAP = 60;
  private static final int PANELS = 3;
  private static final List<String> COLOURS =
      List.of(
          "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#edc948", "#b07aa1", "#ff9da7",
          "#9c755f");

  private final StringBuilder svg = new StringBuilder();
  private final int seconds;
  private int top = TOP;

  private Plot(int seconds) {
    this.seconds = seconds;
  }

  static String of(Measured measured) {
    Seconds data = new Seconds(measured);
    Plot plot = new Plot(data.count());
    plot.begin(
        "%s, %.0f orders/s"
            .formatted(measured.scenario().id(), measured.run().schedule().perSecond()));
    plot.lines("orders a second", data.throughput());
    plot.logarithmic("milliseconds", data.latencies());
    plot.stacked("processors", data.processors());
    plot.svg.append("</svg>\n");
    return plot.svg.toString();
  }

  private void begin(String title) {
    int height = TOP + PANELS * (PANEL + GAP);
    svg.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
        <rect width="100%%" height="100%%" fill="white"/>
        """
            .formatted(WIDTH, height));
    text(LEFT, 20, "start", title);
  }

  private void lines(String title, List<Series> all) {
    double max = top(all.stream().flatMapToDouble(it -> Arrays.stream(it.values())));
    axes(title, List.of(0.0, max / 2, max), value -> value / max);
    for (int n = 0; n < all.size(); n++) line(n, all.get(n), value -> value / max);
    next();
  }

  private void logarithmic(String title, List<Series> all) {
    double max = Math.max(10, top(all.stream().flatMapToDouble(it -> Arrays.stream(it.values()))));
    double decades = Math.ceil(Math.log10(max));
    DoubleUnaryOperator scale = value -> Math.max(0, Math.log10(Math.max(1, value)) / decades);
    axes(
        title,
        DoubleStream.iterate(1, it -> it * 10).limit((long) decades + 1).boxed().toList(),
        scale);
    for (int n = 0; n < all.size(); n++) line(n, all.get(n), scale);
    next();
  }

  private void stacked(String title, List<Series> all) {
    double[] sum = new double[seconds];
    all.forEach(it -> add(sum, it.values()));
    double max = top(Arrays.stream(sum));
    axes(title, List.of(0.0, max / 2, max), value -> value / max);
    double[] base = new double[seconds];
    for (int n = 0; n < all.size(); n++) {
      double[] lower = base.clone();
      add(base, all.get(n).values());
      area(n, all.get(n).name(), lower, base, value -> value / max);
    }
    next();
  }

  private static void add(double[] sum, double[] values) {
    for (int n = 0; n < sum.length; n++) sum[n] += values[n];
  }

  private static double top(DoubleStream values) {
    return Math.max(1, Math.ceil(values.filter(it -> !Double.isNaN(it)).max().orElse(1)));
  }

  private void axes(String title, List<Double> marks, DoubleUnaryOperator scale) {
    text(LEFT, top - 8, "start", title);
    for (double mark : marks) {
      double y = y(scale.applyAsDouble(mark));
      svg.append(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n"
              .formatted(LEFT, WIDTH - RIGHT, y, y));
      text(
          LEFT - 6,
          y + 4,
          "end",
          mark == Math.rint(mark) ? "%.0f".formatted(mark) : "%.1f".formatted(mark));
    }
    for (int second = 0; second < seconds; second += Math.max(1, seconds / 10)) {
      text(x(second), top + PANEL + 16, "middle", second + " s");
    }
  }

  private void line(int colour, Series series, DoubleUnaryOperator scale) {
    StringBuilder points = new StringBuilder();
    for (int n = 0; n < seconds; n++) {
      double value = series.values()[n];
      if (!Double.isNaN(value))
        points.append("%.1f,%.1f ".formatted(x(n), y(scale.applyAsDouble(value))));
    }
    svg.append(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"%s\"/>\n"
            .formatted(COLOURS.get(colour), points.toString().strip()));
    legend(colour, series.name());
  }

  private void area(
      int colour, String name, double[] lower, double[] upper, DoubleUnaryOperator scale) {
    StringBuilder points = new StringBuilder();
    for (int n = 0; n < seconds; n++)
      points.append("%.1f,%.1f ".formatted(x(n), y(scale.applyAsDouble(upper[n]))));
    for (int n = seconds - 1; n >= 0; n--)
      points.append("%.1f,%.1f ".formatted(x(n), y(scale.applyAsDouble(lower[n]))));
    svg.append(
        "<polygon fill=\"%s\" points=\"%s\"/>\n"
            .formatted(COLOURS.get(colour), points.toString().strip()));
    legend(colour, name);
  }

  private void legend(int colour, String name) {
    int y = top + 12 + colour * 18;
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>\n"
            .formatted(WIDTH - RIGHT + 16, y - 10, COLOURS.get(colour)));
    text(WIDTH - RIGHT + 34, y, "start", name);
  }

  private void text(double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%.0f\" y=\"%.0f\" text-anchor=\"%s\">%s</text>\n".formatted(x, y, anchor, text));
  }

  private void next() {
    top += PANEL + GAP;
  }

  private double x(int second) {
    return LEFT + (double) (WIDTH - RIGHT - LEFT) * second / Math.max(1, seconds - 1);
  }

  private double y(double share) {
    return top + PANEL * (1 - share);
  }
}
