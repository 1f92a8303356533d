import type { Notification } from "../../../datadog/evaluate/timeline";
import { momentText } from "../../../settings/rehearsal/moments";
import type { ExpectedNotification } from "../../../settings/rehearsal/schema";
import type { Difference, Expected } from "../compared";
import type { Clock } from "../history";

/** `Mon 10:12 (+12m) alert host:db1`, as it was expected. */
export function expectedInWords({ said, time }: Expected<ExpectedNotification>, clock: Clock): string {
  return [
    ...[momentText(time, clock), said.state, said.group ?? ""],
    ...[said.again ? "again" : "", mutedInWords(said.muted)],
  ]
    .filter((part) => part !== "")
    .join(" ");
}

function mutedInWords(muted: boolean | string): string {
  if (muted === false) return "";
  return muted === true ? "muted" : `muted by ${muted}`;
}

/** As it came. */
export function gotInWords(got: Notification, clock: Clock): string {
  return [
    ...[momentText(got.time, clock), got.transition, got.group, got.isRenotification ? "again" : ""],
    got.mutedBy.length === 0 ? "" : `muted by ${got.mutedBy.join(", ")}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** A difference in lines: what was expected, what came, and how it is another. */
export function differenceInLines(difference: Difference, clock: Clock): readonly string[] {
  switch (difference.kind) {
    case "missing":
      return [`- ${expectedInWords(difference.expected, clock)}`, "  did not come"];
    case "unexpected":
      return [`+ ${gotInWords(difference.got, clock)}`, `  was not expected: ${difference.got.title}`];
    case "other":
      return [
        `- ${expectedInWords(difference.expected, clock)}`,
        `+ ${gotInWords(difference.got, clock)}`,
        ...difference.how.map((one) => `  ${one}`),
      ];
    case "state": {
      const { said, time } = difference.expected;
      return [`- ${momentText(time, clock)} in state ${said.state}`, `  ${difference.how}`];
    }
  }
}
