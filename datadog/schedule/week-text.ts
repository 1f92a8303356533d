import type { Temporal } from "@js-temporal/polyfill";
import { gapInWords, gaps } from "./gaps";
import { type Schedule, weeklyWindows } from "./recurrence";
import { intersection, type Stretch } from "./stretch";
import { week, type WeekDay } from "./week";
import { dayName } from "./window";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const MARKS = { whole: "█", firstHalf: "▌", secondHalf: "▐", gap: "!", none: "·" };

/**
 * The muted hours of that date's week for a terminal: a line for each day, a character for each hour. Half an hour is
 * muted in the picture where most of it is.
 */
export function weekText(schedule: Schedule, date: Temporal.PlainDate): string {
  const days = week(schedule, date);
  const open = gaps(weeklyWindows(schedule)).map(gapInWords);
  return [
    `Week of ${days[0]?.date.toString() ?? ""}, ${schedule.timezone}`,
    `     ${HOURS.filter((hour) => hour % 3 === 0)
      .map((hour) => `${String(hour).padStart(2, "0")} `)
      .join("")}`.trimEnd(),
    ...days.map((day) => `${dayName(day.day).slice(0, 3)}  ${HOURS.map((hour) => mark(day, hour)).join("")}`),
    `     ${MARKS.whole} muted  ${MARKS.firstHalf}${MARKS.secondHalf} muted for half of the hour  ${MARKS.none} not muted`,
    ...(open.length > 0
      ? [`     ${MARKS.gap} not muted, for no window reaches into it from the evening before: ${open.join(", ")}`]
      : []),
    "",
  ].join("\n");
}

function mark({ muted, gaps: open }: WeekDay, hour: number): string {
  const [first, second] = [hour * 60, hour * 60 + 30].map((start) => covered(muted, { start, end: start + 30 }) > 15);
  if (first === true && second === true) return MARKS.whole;
  if (first === true) return MARKS.firstHalf;
  if (second === true) return MARKS.secondHalf;
  return covered(open, { start: hour * 60, end: hour * 60 + 60 }) > 0 ? MARKS.gap : MARKS.none;
}

/** Minutes of it that the others have. */
function covered(others: readonly Stretch[], one: Stretch): number {
  return intersection(others, [one]).reduce((sum, { start, end }) => sum + end - start, 0);
}
