import type { StackOptions } from "../stack/options";
import type { Kind } from "../../datadog/owned";
import { StackError } from "../stack/stacks";
import type { Format } from "./declare";

/** As the command line has them. */
export interface Options extends StackOptions {
  readonly id: readonly string[];
  readonly tag: readonly string[];
  readonly all?: true;
  readonly kind?: string;
  readonly format: string;
  readonly out: string;
  readonly overwrite?: true;
}

/** Which objects are wanted. */
export interface Wanted {
  readonly kinds: readonly Kind[];
  /** These alone; undefined: all that have the tags. */
  readonly ids: readonly { readonly kind: Kind; readonly id: string }[] | undefined;
  readonly tags: readonly string[];
  readonly format: Format;
}

/** In the order in which they are read: a downtime may be of a monitor. */
export const KINDS: Readonly<Record<string, Kind>> = {
  monitors: "monitor",
  dashboards: "dashboard",
  slos: "slo",
  downtimes: "downtime",
};

const IDS: Readonly<Record<Kind, RegExp>> = {
  monitor: /^\d+$/,
  dashboard: /^[a-z0-9]{3}-[a-z0-9]{3}-[a-z0-9]{3}$/,
  slo: /^[0-9a-f]{32}$/,
  downtime: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** @throws StackError that says all that is wrong. */
export function read({ id, tag, all, kind, format }: Options): Wanted {
  const kinds = (kind ?? Object.keys(KINDS).join(",")).split(",").map((one) => one.trim());
  const ids = id.map((one) => /^([a-z]+):(\S+)$/.exec(one));
  const ways = [id.length > 0, tag.length > 0, all === true].filter(Boolean).length;
  const mistakes = [
    ...(ways === 1 ? [] : ["which objects? expected one of --id, --tag, --all"]),
    ...id.filter((_, i) => !isId(ids[i])).map((one) => `--id ${one} is no id; expected monitor:12345678, ${OTHERS}`),
    ...tag.filter((one) => !/^[^\s,:]+:[^\s,]+$/.test(one)).map((one) => `--tag ${one} is no tag; expected team:sre`),
    ...kinds
      .filter((one) => !(one in KINDS))
      .map((one) => `--kind ${one} is no kind; expected of ${Object.keys(KINDS).join(",")}`),
    ...(format === "yaml" || format === "typescript" ? [] : [`--format ${format}; expected yaml or typescript`]),
  ];
  if (mistakes.length > 0) throw new StackError(mistakes.join("\n"));
  return {
    kinds: Object.entries(KINDS).flatMap(([name, one]) => (kinds.includes(name) ? [one] : [])),
    ids: id.length === 0 ? undefined : ids.map((one) => ({ kind: one?.[1] as Kind, id: one?.[2] ?? "" })),
    tags: tag,
    format: format as Format,
  };
}

const OTHERS = "dashboard:abc-def-ghi, slo:0123…, or downtime:01234567-…";

function isId(parts: RegExpExecArray | null | undefined): boolean {
  const [, kind = "", id = ""] = parts ?? [];
  const form = new Map<string, RegExp>(Object.entries(IDS)).get(kind);
  return form?.test(id) ?? false;
}
