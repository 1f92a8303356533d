import * as pulumi from "@pulumi/pulumi";

interface Monitor {
  /** Datadog's, a number in a string. */
  readonly id: pulumi.Output<string>;
}

/** The id of a monitor that stands before in the pack, by what it watches. */
type IdOf = (part: string) => pulumi.Output<string>;

/** One monitor of a pack, made under its name there. */
type Part = (name: string, opts: pulumi.ComponentResourceOptions, idOf: IdOf) => Monitor;

type MonitorClass<Args> = new (name: string, args: Args, opts: pulumi.ComponentResourceOptions) => Monitor;

/** @param args of the monitor, or what makes them of the ids of the monitors before it. */
export function part<Args extends object>(kind: MonitorClass<Args>, args: Args | ((idOf: IdOf) => Args)): Part {
  return (name, opts, idOf) => new kind(name, typeof args === "function" ? args(idOf) : args, opts);
}

/** Monitors of one thing that is watched, each named after what of it: `postgres-connect`. */
export class MonitorPack extends pulumi.ComponentResource {
  /** Datadog's ids, by what is watched: `connect`. */
  readonly ids: pulumi.Output<Record<string, string>>;

  /** @param type under which states know it: `lookout:monitors:PostgresMonitors`. */
  constructor(
    type: string,
    name: string,
    parts: Readonly<Record<string, Part>>,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(type, name, {}, opts);
    const ids: Record<string, pulumi.Output<string>> = {};
    const idOf: IdOf = (part) => {
      const id = ids[part];
      if (id === undefined) throw new Error(`${name} has no monitor ${part} before this one`);
      return id;
    };
    for (const [of, make] of Object.entries(parts)) ids[of] = make(`${name}-${of}`, { parent: this }, idOf).id;
    this.ids = pulumi.output(ids);
    this.registerOutputs({ ids: this.ids });
  }
}
