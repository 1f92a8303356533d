import uPlot from "/stand-in/assets/uPlot.esm.js";

/** Draws every chart of the page from the JSON in its element. */
const COLOURS = ["#3d6ea8", "#b5532c", "#2c8a57", "#7b4fa3", "#a8833d", "#3d9aa8", "#a83d6e", "#5b6770"];
const HEIGHT = 190;
/** A line of more points is drawn without dots. */
const MOST_DOTS = 100;

for (const element of document.querySelectorAll("[data-chart]")) draw(element, JSON.parse(element.dataset.chart));

/** @param chart `{from, to, display, series: [{label, points, band}], markers: [{value, label}], min, max}` */
function draw(element, chart) {
  const lines = chart.series.flatMap(({ label, points, band }, index) => [
    { points, options: lineOptions(label, index, chart.display, points.length) },
    ...(band ? [bandEdge(`${label}, upper`, band.upper), bandEdge(`${label}, lower`, band.lower)] : []),
  ]);
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const values = lines.map(({ points }) => {
    const at = new Map(points);
    return times.map((time) => at.get(time) ?? null);
  });
  new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      scales: {
        x: { min: Math.min(chart.from, times[0] ?? chart.from), max: chart.to },
        y: { range: (_, min, max) => range(chart, min, max) },
      },
      series: [{}, ...lines.map(({ options }) => options)],
      bands: bands(lines),
      axes: [{ values: timeLabels, size: 32 }, { size: 55 }],
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
      legend: { live: false, show: lines.length > 0 },
      hooks: { draw: [(plot) => drawMarkers(plot, chart.markers)] },
    },
    [times, ...values],
    element,
  );
}

/** In UTC, as the page's span is. */
function timeLabels(plot, times, axis, space, stepSeconds) {
  return times.map((time) => {
    const text = new Date(time * 1000).toISOString();
    return stepSeconds < 60 ? text.slice(11, 19) : stepSeconds < 86_400 ? text.slice(11, 16) : text.slice(5, 10);
  });
}

function lineOptions(label, index, display, count) {
  const stroke = COLOURS[index % COLOURS.length];
  const bars =
    display === "bars" ? { paths: uPlot.paths.bars({ size: [0.8, 24], align: 1 }), fill: `${stroke}99` } : {};
  const area = display === "area" ? { fill: `${stroke}33` } : {};
  return {
    label,
    stroke,
    width: 1.5,
    spanGaps: true,
    points: { show: display !== "bars" && count <= MOST_DOTS, size: 4 },
    ...bars,
    ...area,
  };
}

function bandEdge(label, points) {
  return {
    points,
    options: { label, stroke: "#9aa7ad", width: 0.5, spanGaps: true, points: { show: false }, class: "band-edge" },
  };
}

/** An upper edge is followed by its lower one. */
function bands(lines) {
  return lines.flatMap(({ options }, index) =>
    options.class === "band-edge" && options.label.endsWith("upper")
      ? [{ series: [index + 1, index + 2], fill: "#9aa7ad40" }]
      : [],
  );
}

function range(chart, min, max) {
  const low = chart.min ?? Math.min(0, min ?? 0);
  const high = chart.max ?? Math.max(...chart.markers.map(({ value }) => value * 1.05), (max ?? 1) * 1.05);
  return [low, high > low ? high : low + 1];
}

function drawMarkers(plot, markers) {
  const { ctx, bbox } = plot;
  for (const { value, label, isAlert } of markers) {
    const y = plot.valToPos(value, "y", true);
    ctx.save();
    ctx.strokeStyle = ctx.fillStyle = isAlert ? "#c8372d" : "#d98e04";
    ctx.setLineDash([6, 4]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    // Where a span has no data yet is most often its beginning.
    ctx.textAlign = "left";
    ctx.fillText(label, bbox.left + 4, y - 4);
    ctx.restore();
  }
}
