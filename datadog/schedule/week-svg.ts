import type { Temporal } from "@js-temporal/polyfill";
import { escaped } from "../xml";
import { gapInWords, gaps } from "./gaps";
import { type Schedule, weeklyWindows } from "./recurrence";
import type { Stretch } from "./stretch";
import { week } from "./week";
import { clock, dayName } from "./window";
import { ruleInWords } from "./words";

/** In the picture's own units: an hour is 30 wide, a day 24 high. */
const LEFT = 48;
const TOP = 28;
const HOUR = 30;
const DAY = 24;
const BAR = { above: 3, height: 18 };
const WIDTH = LEFT + 24 * HOUR + 28;
const GRID_BOTTOM = TOP + 7 * DAY;
const HEIGHT = GRID_BOTTOM + 34;

/** Muted and not are told apart by pattern as well as by colour, on light and on dark. */
const STYLE = `
text { fill: #1f2328; font: 12px sans-serif; }
.page { fill: #ffffff; }
.line { stroke: #d1d9e0; }
.muted { fill: #57606a; }
.gap { fill: url(#not-muted); stroke: #bc4c00; }
.hatch { stroke: #bc4c00; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .page { fill: #0d1117; }
  .line { stroke: #3d444d; }
  .muted { fill: #9198a1; }
  .gap, .hatch { stroke: #f0883e; }
}
`;

/** The muted hours of that date's week as a picture that needs nothing beside itself; exact to the minute. */
export function weekSvg(schedule: Schedule, date: Temporal.PlainDate): string {
  const days = week(schedule, date);
  const open = gaps(weeklyWindows(schedule)).map(gapInWords);
  const description = [ruleInWords(schedule), ...open.map((gap) => `${gap} is not muted.`)].join(" ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${HEIGHT}">`,
    `<title>${escaped(`Muted hours, week of ${days[0]?.date.toString() ?? ""}`)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<style>${STYLE}</style>`,
    `<defs><pattern id="not-muted" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>`,
    `<rect class="page" width="${WIDTH}" height="${HEIGHT}"/>`,
    ...Array.from({ length: 9 }, (_, index) => hourLine(index * 3)),
    ...days.flatMap(({ day, muted, gaps: mornings }, index) => [
      `<text x="8" y="${TOP + index * DAY + 16}">${dayName(day).slice(0, 3)}</text>`,
      ...muted.map((one) => bar("muted", dayName(day), one, index)),
      ...mornings.map((one) => bar("gap", dayName(day), one, index)),
    ]),
    ...legend(open.length > 0),
    "</svg>",
    "",
  ].join("\n");
}

function bar(kind: "muted" | "gap", day: string, { start, end }: Stretch, row: number): string {
  const words = `${day} ${clock(start)}-${clock(end)} ${kind === "muted" ? "muted" : "not muted"}`;
  const [x, width] = [LEFT + (start * HOUR) / 60, ((end - start) * HOUR) / 60];
  return `<rect class="${kind}" x="${x}" y="${TOP + row * DAY + BAR.above}" width="${width}" height="${BAR.height}"><title>${words}</title></rect>`;
}

function hourLine(hour: number): string {
  const x = LEFT + hour * HOUR;
  return `<path class="line" d="M${x} ${TOP}V${GRID_BOTTOM}"/><text x="${x}" y="${TOP - 10}" text-anchor="middle">${clock(hour * 60)}</text>`;
}

function legend(hasGaps: boolean): string[] {
  const y = GRID_BOTTOM + 10;
  const key = (kind: string, x: number, words: string): string =>
    `<g class="key"><rect class="${kind}" x="${x}" y="${y}" width="18" height="14"/><text x="${x + 26}" y="${y + 12}">${words}</text></g>`;
  return [key("muted", LEFT, "muted"), ...(hasGaps ? [key("gap", LEFT + 110, "a morning that no window mutes")] : [])];
}
