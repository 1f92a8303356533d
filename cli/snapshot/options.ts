import { isHandle } from "../../datadog/message/parse";
import { minutesOf } from "../../datadog/schedule/duration";
import type { StackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";

/** As the command line has them. */
export interface Options extends StackOptions {
  readonly dashboard: string;
  readonly widget: string;
  readonly last: string;
  readonly until?: string;
  readonly var: readonly string[];
  readonly mention: readonly string[];
  readonly text?: string;
  readonly event: boolean;
  readonly out?: string;
}

/** What is shown, and with which values of the template variables. */
export interface Asked {
  readonly from: Date;
  readonly to: Date;
  readonly values: ReadonlyMap<string, string>;
}

/** @throws StackError that says all that is wrong. */
export function read(
  { last, until, mention, ...options }: Pick<Options, "last" | "until" | "mention" | "var">,
  now = new Date(),
): Asked {
  const minutes = minutesOf(last) ?? 0;
  const to = until === undefined ? now : new Date(until);
  const values = options.var.map((one) => /^([^=]+)=(.+)$/.exec(one));
  const mistakes = [
    ...(minutes > 0 ? [] : [`--last ${last} is no duration; expected a number and m, h, d or w, as 5m`]),
    ...(Number.isFinite(to.getTime()) ? [] : [`--until ${String(until)} is no time; expected 2027-01-11T03:10Z`]),
    ...(!(to > now) ? [] : [`--until ${String(until)} is in the future; nothing is measured yet`]),
    ...mention.filter((one) => !isHandle(one)).map((one) => `--mention ${one} is no handle; expected @ and a name`),
    ...options.var.filter((_, i) => values[i] === null).map((one) => `--var ${one}: expected name=value`),
  ];
  if (mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  const pairs = values.map((one): [string, string] => [one?.[1] ?? "", one?.[2] ?? ""]);
  return { from: new Date(to.getTime() - minutes * 60_000), to, values: new Map(pairs) };
}
