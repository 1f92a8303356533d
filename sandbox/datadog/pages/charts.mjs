import uPlot from "/stand-in/assets/uPlot.esm.js";

/** Draws every chart of a page from the JSON in its element, in the page's colours. */
const COLOURS = 8;
const HEIGHT = 190;
/** A line of more points is drawn without dots. */
const MOST_DOTS = 100;
const FONT = '12px system-ui, "DejaVu Sans", sans-serif';
/** Between a label and the axis, and between it and the edge. */
const GAP = 5;
const MARGIN = 2;

const drawn = new Map();

/** @param root what of the page has not been drawn yet */
export function drawCharts(root) {
  for (const [element, plot] of drawn) {
    if (element.isConnected) continue;
    plot.destroy();
    drawn.delete(element);
    widths.unobserve(element);
  }
  for (const element of root.querySelectorAll("[data-chart]")) {
    draw(element);
    widths.observe(element);
  }
}

const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.isConnected && drawn.get(target)?.width !== target.clientWidth) draw(target);
  }
});

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  for (const element of drawn.keys()) draw(element);
});

drawCharts(document);

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Its data are `{from, to, display, series: [{label, points, band}], markers: [{value, label}], min, max}`. */
function draw(element) {
  drawn.get(element)?.destroy();
  const chart = JSON.parse(element.dataset.chart);
  const lines = chart.series.flatMap((series, index) => linesOf(series, index, chart.display));
  const times = [...new Set(lines.flatMap(({ points }) => points.map(([time]) => time)))].sort((a, b) => a - b);
  const values = lines.map(({ points }) => {
    const at = new Map(points);
    return times.map((time) => at.get(time) ?? null);
  });
  const ink = { stroke: colour("faint"), font: FONT, grid: { stroke: colour("line"), width: 1 } };
  const ticks = { stroke: colour("line"), width: 1 };
  const plot = new uPlot(
    {
      width: element.clientWidth,
      height: HEIGHT,
      scales: {
        x: { min: start(chart, times[0]), max: chart.to },
        y: { range: (_, min, max) => range(chart, min, max) },
      },
      series: [{}, ...lines.map(({ options }) => options)],
      bands: bands(lines),
      axes: [
        { ...ink, ticks, values: timeLabels, size: 32 },
        { ...ink, ticks, gap: GAP, size: widthOfLabels },
      ],
      tzDate: (time) => uPlot.tzDate(new Date(time * 1000), "Etc/UTC"),
      // The table below the chart is its legend.
      legend: { show: false },
      hooks: {
        draw: [(self) => drawMarkers(self, chart.markers), (self) => align(self, element)],
        setCursor: [(self) => showValues(self, element)],
      },
    },
    [times, ...values],
    element,
  );
  drawn.set(element, plot);
}

/** Bars are drawn whole: the first one begins before the span where that starts in its middle. */
function start({ display, from }, first = from) {
  return display === "bars" ? Math.min(from, first) : from;
}

/** As wide as the widest of its labels, which differ with each chart's numbers. */
function widthOfLabels(plot, labels, index) {
  const { ticks, gap } = plot.axes[index];
  plot.ctx.save();
  plot.ctx.font = FONT;
  // uPlot draws in the device's pixels, and measures in the page's.
  const widths = (labels ?? []).map((label) => plot.ctx.measureText(label).width);
  plot.ctx.restore();
  return Math.ceil(Math.max(0, ...widths)) + MARGIN + ticks.size + gap;
}

/** In UTC, as the page's span is. */
function timeLabels(plot, times, axis, space, stepSeconds) {
  return times.map((time) => {
    const text = new Date(time * 1000).toISOString();
    return stepSeconds < 60 ? text.slice(11, 19) : stepSeconds < 86_400 ? text.slice(11, 16) : text.slice(5, 10);
  });
}

function linesOf({ label, points, band }, index, display) {
  const own = { points, options: lineOptions(label, index, display, points.length) };
  if (!band || band.lower.length === 0) return [own];
  const edges = [bandEdge(`${label}, upper`, band.upper), bandEdge(`${label}, lower`, band.lower)];
  if (band.by !== "anomalies") return [own, ...edges];
  return [own, ...edges, outside(label, points, band)];
}

function lineOptions(label, index, display, count) {
  const stroke = colour(`series-${index % COLOURS}`);
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
    edge: true,
    options: { label, stroke: colour("band"), width: 0.5, spanGaps: true, points: { show: false } },
  };
}

/** What lies outside of the band, over the line. */
function outside(label, points, { lower, upper }) {
  const [least, most] = [new Map(lower), new Map(upper)];
  const isOutside = ([time, value]) => value < (least.get(time) ?? -Infinity) || value > (most.get(time) ?? Infinity);
  const stroke = colour("alert-line");
  return {
    points: points.filter(isOutside),
    extra: true,
    options: { label: `${label}, outside`, stroke, width: 2.5, points: { show: true, size: 5, fill: stroke } },
  };
}

/** An upper edge is followed by its lower one. */
function bands(lines) {
  const fill = `${colour("band")}40`;
  return lines.flatMap(({ edge }, index) =>
    edge && lines[index + 1]?.edge ? [{ series: [index + 1, index + 2], fill }] : [],
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
    ctx.strokeStyle = ctx.fillStyle = colour(isAlert ? "alert-line" : "warn-line");
    ctx.font = FONT;
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

/** What stands below a monitor's chart begins and ends where its plot does. */
function align({ bbox, width }, element) {
  if (!("aligned" in element.dataset)) return;
  const page = document.documentElement.style;
  page.setProperty("--plot-left", `${bbox.left / devicePixelRatio}px`);
  page.setProperty("--plot-right", `${width - (bbox.left + bbox.width) / devicePixelRatio}px`);
}

/** The values under the pointer. */
function showValues(plot, element) {
  const { idx, left } = plot.cursor;
  let box = element.querySelector(".values");
  if (idx === null || idx === undefined || left < 0) {
    box?.remove();
    return;
  }
  if (!box) {
    box = document.createElement("div");
    element.append(box);
  }
  // On the side where the pointer is not.
  box.className = left > plot.over.clientWidth / 2 ? "values left" : "values";
  const rows = plot.series
    .slice(1)
    .map(({ label }, index) => [label, plot.data[index + 1][idx]])
    .filter(([label, value]) => value !== null && value !== undefined && !label.endsWith(", outside"));
  const time = new Date(plot.data[0][idx] * 1000).toISOString().slice(0, 19).replace("T", " ");
  box.textContent = [`${time} UTC`, ...rows.map(([label, value]) => `${label}: ${Number(value.toPrecision(5))}`)].join(
    "\n",
  );
}
