import * as pulumi from "@pulumi/pulumi";
import { runError } from "../../user-error";
import { declaredAt, placeOfPart } from "../findings";
import type { Named } from "../named";
import type { MonitorDeclaration } from "./declaration";
import { type MonitorOverride, overridden } from "./override";

interface Monitor {
  /** Datadog's, a number in a string. */
  readonly id: pulumi.Output<string>;
}

/** What is said of single monitors by their names in the stack; `false`: there is none. */
export type MonitorOverrides = Named<MonitorOverride | false>;

/** The id of a monitor that stands before in the pack, by what it watches. */
export type IdOf = (part: string) => pulumi.Output<string>;

/** One monitor of a pack, made under its name there. */
export type Part = (
  name: string,
  override: MonitorOverride,
  opts: pulumi.ComponentResourceOptions,
  idOf: IdOf,
) => Monitor;

export type MonitorClass<Args> = new (name: string, args: Args, opts: pulumi.ComponentResourceOptions) => Monitor;

/** @param args of the monitor, or what makes them of the ids of the monitors before it. */
export function part<Args extends MonitorDeclaration>(
  kind: MonitorClass<Args>,
  args: Args | ((idOf: IdOf) => Args),
): Part {
  const place = placeOfPart();
  return (name, override, opts, idOf) =>
    declaredAt(place, () => new kind(name, overridden(typeof args === "function" ? args(idOf) : args, override), opts));
}

/** Monitors of one thing that is watched, each named after what of it: `postgres-connect`. */
export class MonitorPack extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `connect`. */
  readonly ids: pulumi.Output<Record<string, string>>;
  /** The same, each by itself. */
  readonly made: ReadonlyMap<string, pulumi.Output<string>>;

  /** @param type under which states know it: `lookout:monitors:PostgresMonitors`. */
  constructor(
    type: string,
    name: string,
    parts: Readonly<Record<string, Part>>,
    { overrides }: { readonly overrides?: MonitorOverrides | undefined },
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, {}, opts);
    const ids = new Map<string, pulumi.Output<string>>();
    for (const [of, make] of Object.entries(parts)) {
      const monitor = `${name}-${of}`;
      const override = overrides?.of(monitor);
      if (override === false) continue;
      const idOf: IdOf = (part) => ids.get(part) ?? missing(`monitors.${monitor}`, `${name}-${part}`);
      ids.set(of, make(monitor, override ?? {}, { parent: this }, idOf).id);
    }
    this.made = ids;
    this.ids = pulumi.output(Object.fromEntries(ids));
    this.registerOutputs({ ids: this.ids });
  }
}

/** Of two objects together one is off. @param whose the setting of the one that is on: `monitors.services-outage`. */
export function missing(whose: string, part: string): never {
  const [, name = whose] = whose.split(".");
  throw runError(`${whose} is of ${part}, which is off; expected ${name}: false, too, or ${part} on`);
}
