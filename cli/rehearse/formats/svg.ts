import type { Line } from "../../../datadog/evaluate/line";
import type { GroupStatus, Notification, Timeline, Transition } from "../../../datadog/evaluate/timeline";
import { escaped } from "../../../datadog/xml";
import { clockAt, momentText } from "../../../settings/rehearsal/moments";
import { type Difference, isGroup } from "../compared";
import type { Clock } from "../history";
import { groupsOf, type Stretch, stretchesOf } from "../strip";
import { areaOf, pathOf } from "./curve";
import { expectedInWords, gotInWords } from "./said";
import { type Scale, timeTicks, valueScale } from "./scale";

/** What is drawn of a monitor. */
export interface Drawn {
  /** What is rehearsed, in a sentence. */
  readonly name: string;
  readonly timeline: Timeline;
  readonly differences: readonly Difference[];
  readonly clock: Clock;
}

/** In the picture's own units. */
const WIDTH = 960;
const LEFT = 64;
const RIGHT = 24;
const HEAD = 56;
const PLOT = { height: 190, below: 14 };
const GROUP = { label: 16, strip: 16, marks: 20, below: 10 };
const AXIS = 24;
const LEGEND = 30;

/** What a picture has room for. */
const MOST_GROUPS = 12;
const DAY = 24 * 60 * 60;

/** States are told apart by letter as well as by colour, what is muted by pattern, on light and on dark. */
const STYLE = `
text { fill: #1f2328; font: 12px sans-serif; }
.name { font-size: 15px; font-weight: 600; }
.dim, .tick { fill: #59636e; }
.page { fill: #ffffff; }
.grid { stroke: #d1d9e0; }
.line { fill: none; stroke-width: 1.5; }
.l0 { stroke: #0969da; } .l1 { stroke: #8250df; } .l2 { stroke: #1b7c83; } .l3 { stroke: #953800; }
.dashed { stroke-dasharray: 5 3; }
.band { fill: #0969da; opacity: .15; }
.threshold { fill: none; stroke-dasharray: 6 4; }
.critical { stroke: #cf222e; } .warning { stroke: #9a6700; }
.ok { fill: #dafbe1; } .warn { fill: #f5d67b; } .alert { fill: #cf222e; } .none { fill: #afb8c1; } .unknown { fill: #c297ff; }
.on-alert { fill: #ffffff; }
.hatch { stroke: #59636e; stroke-width: 2; }
.mark { stroke: #ffffff; }
.mark.alert { fill: #cf222e; } .mark.warn { fill: #9a6700; } .mark.none { fill: #59636e; } .mark.recovery { fill: #1a7f37; } .mark.unknown { fill: #8250df; }
.hollow { fill: #ffffff; stroke-width: 1.5; }
.hollow.alert { stroke: #cf222e; fill: #ffffff; } .hollow.warn { stroke: #9a6700; fill: #ffffff; } .hollow.none { stroke: #59636e; fill: #ffffff; } .hollow.recovery { stroke: #1a7f37; fill: #ffffff; } .hollow.unknown { stroke: #8250df; fill: #ffffff; }
.missing { stroke: #cf222e; stroke-width: 1.5; fill: none; stroke-dasharray: 2 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc; }
  .dim, .tick { fill: #9198a1; }
  .page { fill: #0d1117; }
  .grid { stroke: #3d444d; }
  .l0 { stroke: #4493f8; } .l1 { stroke: #ab7df8; } .l2 { stroke: #39c5cf; } .l3 { stroke: #f0883e; }
  .band { fill: #4493f8; opacity: .22; }
  .critical { stroke: #f85149; } .warning { stroke: #d29922; }
  .ok { fill: #12261e; } .warn { fill: #7a5c00; } .alert { fill: #da3633; } .none { fill: #4d5661; } .unknown { fill: #6e40c9; }
  .hatch { stroke: #9198a1; }
  .mark { stroke: #0d1117; }
  .mark.alert { fill: #f85149; } .mark.warn { fill: #d29922; } .mark.none { fill: #9198a1; } .mark.recovery { fill: #3fb950; } .mark.unknown { fill: #ab7df8; }
  .hollow.alert { stroke: #f85149; fill: #0d1117; } .hollow.warn { stroke: #d29922; fill: #0d1117; } .hollow.none { stroke: #9198a1; fill: #0d1117; } .hollow.recovery { stroke: #3fb950; fill: #0d1117; } .hollow.unknown { stroke: #ab7df8; fill: #0d1117; }
  .missing { stroke: #f85149; }
}
`;

const CLASSES: Readonly<Record<GroupStatus, string>> = {
  OK: "ok",
  Warn: "warn",
  Alert: "alert",
  "No Data": "none",
  Unknown: "unknown",
};

const MARKS: Readonly<Record<Transition, { readonly kind: string; readonly shape: string }>> = {
  alert: { kind: "alert", shape: "M0 -6L6 5H-6Z" },
  warning: { kind: "warn", shape: "M0 -6L6 5H-6Z" },
  "no data": { kind: "none", shape: "M0 -6L6 0L0 6L-6 0Z" },
  unknown: { kind: "unknown", shape: "M0 -6L6 0L0 6L-6 0Z" },
  recovery: { kind: "recovery", shape: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z" },
  "warning recovery": { kind: "recovery", shape: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z" },
  "no data recovery": { kind: "recovery", shape: "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0 -5 0Z" },
};

/** What a monitor did in a rehearsal, as a picture that needs nothing beside itself. */
export function timelineSvg(drawn: Drawn): string {
  const { name, timeline, clock } = drawn;
  const { span, monitor, changes, notifications } = timeline;
  const all = groupsOf(changes, notifications);
  const groups = all.slice(0, MOST_GROUPS);
  const x = (time: number) => LEFT + ((time - span.from) / (span.to - span.from)) * (WIDTH - LEFT - RIGHT);
  const hasPlot = timeline.lines.some((line) => inSpan(line, line.values, span).some(Number.isFinite));
  const top = HEAD + (hasPlot ? PLOT.height + PLOT.below : 0);
  const rowHeight = GROUP.label + GROUP.strip + GROUP.marks + GROUP.below;
  const bottom = top + Math.max(1, groups.length) * rowHeight;
  const height = bottom + AXIS + LEGEND;
  const title = `${name}: ${monitor.definition.name ?? monitor.name}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" viewBox="0 0 ${WIDTH} ${height}">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="description">${escaped(description(drawn))}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs><pattern id="muted" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern></defs>`,
    `<rect class="page" width="${WIDTH}" height="${height}"/>`,
    `<text class="name" x="16" y="24">${escaped(name)}</text>`,
    `<text class="dim" x="16" y="42">${escaped(`${monitor.definition.name ?? monitor.name} (${monitor.name})`)}</text>`,
    ...timeAxis(span, clock, { x, top: HEAD, bottom }),
    ...(hasPlot ? plot(timeline, x) : []),
    ...groups.flatMap((group, index) => row(group, drawn, { x, top: top + index * rowHeight })),
    ...(groups.length === 0
      ? [`<text class="dim" x="${LEFT}" y="${top + 28}">no group came into any state</text>`]
      : []),
    ...legend(bottom + AXIS, all.length - groups.length),
    "</svg>",
    "",
  ].join("\n");
}

/** For who does not see it: all that was said, in its order. */
function description({ timeline: { notifications }, clock }: Drawn): string {
  if (notifications.length === 0) return "Nothing was said.";
  return notifications.map((one) => `${gotInWords(one, clock)}.`).join(" ");
}

type X = (time: number) => number;

function timeAxis(
  span: Timeline["span"],
  { timezone }: Clock,
  { x, top, bottom }: { readonly x: X; readonly top: number; readonly bottom: number },
): string[] {
  const withDays = span.to - span.from > DAY;
  return timeTicks(span, 12).map((time) => {
    const clock = clockAt(time, timezone);
    const words = withDays ? momentText(time, { start: time, timezone }).replace(/ \(.*$/, "") : clock;
    const at = Math.round(x(time));
    return `<path class="grid" d="M${at} ${top}V${bottom}"/><text class="tick" x="${at}" y="${bottom + 16}" text-anchor="middle">${words}</text>`;
  });
}

const COMPACT = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 3 });
const LINE_CLASSES = 4;

function plot({ lines, monitor, span }: Timeline, x: X): string[] {
  const shown = lines.slice(0, MOST_GROUPS);
  const thresholds = (["critical", "warning"] as const).flatMap((kind) => {
    const text = monitor.definition.monitorThresholds?.[kind];
    // What judges a band or outliers counts how many points are so: the line itself is not compared.
    const isCompared = lines.every(({ band, outlier }) => band === undefined && outlier === undefined);
    return text === undefined || text === "" || !isCompared ? [] : [{ kind, value: Number(text) }];
  });
  const bottom = HEAD + PLOT.height;
  const y: Scale = valueScale(valuesIn(shown, thresholds), { from: bottom, to: HEAD + 8 }, 4);
  return [
    ...y.ticks.map(
      (tick) =>
        `<path class="grid" d="M${LEFT} ${fixed(y.at(tick))}H${WIDTH - RIGHT}"/><text class="tick" x="${LEFT - 8}" y="${fixed(y.at(tick) + 4)}" text-anchor="end">${COMPACT.format(tick)}</text>`,
    ),
    `<clipPath id="plot"><rect x="${LEFT}" y="${HEAD}" width="${WIDTH - LEFT - RIGHT}" height="${PLOT.height}"/></clipPath>`,
    `<g clip-path="url(#plot)">`,
    ...shown.flatMap((line, index) => curve(line, index, { x, y, span })),
    `</g>`,
    ...thresholds.map(
      ({ kind, value }) =>
        `<path class="threshold ${kind}" d="M${LEFT} ${fixed(y.at(value))}H${WIDTH - RIGHT}"><title>${kind}: ${value}</title></path><text class="tick" x="${WIDTH - RIGHT}" y="${fixed(y.at(value) - 4)}" text-anchor="end">${kind} ${COMPACT.format(value)}</text>`,
    ),
  ];
}

function* valuesIn(lines: readonly Line[], thresholds: readonly { readonly value: number }[]): Generator<number> {
  for (const { values, band } of lines) {
    yield* values;
    if (band !== undefined) {
      yield* band.lower;
      yield* band.upper;
    }
  }
  for (const { value } of thresholds) yield value;
}

/** A forecast's lines may end where the span begins. */
function firstIn({ from, step }: Line, span: Timeline["span"]): number {
  return Math.max(0, Math.floor((span.from - from) / step));
}

function inSpan(line: Line, values: Float64Array, span: Timeline["span"]): Float64Array {
  return values.subarray(firstIn(line, span), Math.max(0, Math.ceil((span.to - line.from) / line.step)));
}

function curve(
  line: Line,
  index: number,
  { x, y, span }: { readonly x: X; readonly y: Scale; readonly span: Timeline["span"] },
): string[] {
  const { group, from, step, values, band } = line;
  const first = firstIn(line, span);
  const places = { x: (at: number) => x(from + (first + at) * step), y: y.at };
  const style = `l${index % LINE_CLASSES}${index >= LINE_CLASSES ? " dashed" : ""}`;
  const words = `<title>${escaped(group.join(",") || "all")}</title>`;
  return [
    ...(band === undefined
      ? []
      : [
          `<path class="band" d="${areaOf(inSpan(line, band.lower, span), inSpan(line, band.upper, span), places)}"><title>expected</title></path>`,
        ]),
    `<path class="line ${style}" d="${pathOf(inSpan(line, values, span), places)}">${words}</path>`,
  ];
}

function row(
  group: string,
  { timeline, differences, clock }: Drawn,
  { x, top }: { readonly x: X; readonly top: number },
): string[] {
  const { changes, notifications, muted, lines, span } = timeline;
  const strip = top + GROUP.label;
  const marks = strip + GROUP.strip + GROUP.marks / 2 + 2;
  const index = lines.findIndex((line) => isGroup(line.group.join(",") || "*", group));
  const key =
    index < 0 || index >= MOST_GROUPS
      ? ""
      : `<path class="line l${index % LINE_CLASSES}${index >= LINE_CLASSES ? " dashed" : ""}" d="M16 ${strip - 8}H${LEFT - 24}"/>`;
  const quiet = muted.filter((one) => one.group === group);
  return [
    `${key}<text x="${LEFT}" y="${strip - 4}">${escaped(group)}</text>`,
    ...stretchesOf(changes, group, span).map((one) => stretch(one, strip, { x, clock })),
    ...quiet.map(({ from, to, by }) => {
      const [start, end] = [x(Math.max(from, span.from)), x(Math.min(to, span.to))];
      return `<rect fill="url(#muted)" x="${fixed(start)}" y="${strip + GROUP.strip}" width="${fixed(Math.max(0, end - start))}" height="${GROUP.marks}"><title>${escaped(`muted by ${by}`)}</title></rect>`;
    }),
    ...notifications.filter((one) => one.group === group).map((one) => mark(one, { x, y: marks, clock })),
    ...differences.flatMap((one) => {
      if (one.kind !== "missing" && one.kind !== "other") return [];
      if (!isGroup(one.expected.said.group, group)) return [];
      const words = `expected: ${expectedInWords(one.expected, clock)}`;
      return [
        `<circle class="missing" cx="${fixed(x(one.expected.time))}" cy="${marks}" r="9"><title>${escaped(words)}</title></circle>`,
      ];
    }),
  ];
}

const LETTER_WIDTH = 14;
const WORD_WIDTH = 56;

function stretch(
  { from, to, state }: Stretch,
  y: number,
  { x, clock }: { readonly x: X; readonly clock: Clock },
): string {
  const [start, width] = [x(from), x(to) - x(from)];
  const words = `${state} from ${momentText(from, clock)} to ${momentText(to, clock)}`;
  const text = width >= WORD_WIDTH ? state : width >= LETTER_WIDTH ? state.slice(0, 1) : "";
  const on = state === "Alert" ? ` class="on-alert"` : "";
  const label = text === "" ? "" : `<text${on} x="${fixed(start + 4)}" y="${y + 12}">${text}</text>`;
  return `<rect class="${CLASSES[state]}" x="${fixed(start)}" y="${y}" width="${fixed(width)}" height="${GROUP.strip}"><title>${escaped(words)}</title></rect>${label}`;
}

function mark(
  one: Notification,
  { x, y, clock }: { readonly x: X; readonly y: number; readonly clock: Clock },
): string {
  const { kind, shape } = MARKS[one.transition];
  const isMuted = one.mutedBy.length > 0;
  const told = isMuted || one.recipients.length === 0 ? "tells nobody" : `tells ${one.recipients.join(", ")}`;
  const words = `${gotInWords(one, clock)}\n${one.title}\n${told}`;
  return `<path class="${isMuted ? "hollow" : "mark"} ${kind}" transform="translate(${fixed(x(one.time))} ${y})" d="${shape}"><title>${escaped(words)}</title></path>`;
}

function legend(top: number, more: number): string[] {
  const y = top + 14;
  const entries: readonly (readonly [picture: string, words: string, width: number])[] = [
    [`<path class="mark alert" transform="translate(8 0)" d="${MARKS.alert.shape}"/>`, "alert", 58],
    [`<path class="mark warn" transform="translate(8 0)" d="${MARKS.warning.shape}"/>`, "warning", 76],
    [`<path class="mark none" transform="translate(8 0)" d="${MARKS["no data"].shape}"/>`, "no data", 74],
    [`<path class="mark recovery" transform="translate(8 0)" d="${MARKS.recovery.shape}"/>`, "recovery", 82],
    [`<path class="hollow alert" transform="translate(8 0)" d="${MARKS.alert.shape}"/>`, "said to nobody: muted", 172],
    [`<rect fill="url(#muted)" y="-7" width="16" height="14"/>`, "muted", 66],
    [`<circle class="missing" cx="8" r="8"/>`, "expected, and not so", 140],
  ];
  let at = LEFT;
  const parts = entries.map(([picture, words, width]) => {
    const part = `<g transform="translate(${at} ${y})">${picture}<text x="22" y="4">${words}</text></g>`;
    at += width;
    return part;
  });
  return [...parts, ...(more > 0 ? [`<text class="dim" x="${at}" y="${y + 4}">and ${more} more groups</text>`] : [])];
}

function fixed(place: number): string {
  return String(Math.round(place * 10) / 10);
}
