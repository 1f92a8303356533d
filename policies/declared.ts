/** A resource as a stack declares it, whatever its language. */
export interface Declared {
  /** `datadog:index/monitor:Monitor`. */
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  /** In plain values; what is unknown at preview is a promise. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly isProtected: boolean;
  /** What it was made before as is kept: its inputs are not sent. */
  readonly isAdopted: boolean;
  /** The component's that it is a part of. */
  readonly parentName?: string | undefined;
}

/** As a policy is told of it. */
interface Told {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly props: Readonly<Record<string, unknown>>;
  readonly opts: { readonly protect: boolean; readonly ignoreChanges: readonly string[]; readonly parent?: string };
}

/** Its inputs are read where a rule looks at them: each of the pack's hundreds is told of each resource. */
export function declaredOf({ type, name, urn, props, opts }: Told): Declared {
  let inputs: Declared["inputs"] | undefined;
  return {
    ...{ type, name, urn },
    get inputs() {
      return (inputs ??= read(props) as Declared["inputs"]);
    },
    isProtected: opts.protect,
    isAdopted: opts.ignoreChanges.includes("*"),
    parentName: opts.parent?.includes("::pulumi:pulumi:Stack::") === true ? undefined : opts.parent?.split("::").at(-1),
  };
}

export function stackOf({ urn }: Pick<Declared, "urn">): string {
  return urn.split("::")[0]?.split(":")[2] ?? "";
}

/** What no rule reads, and each sees that it is not there yet. */
const LATER = Promise.resolve();

/** Reading what is unknown throws, of the library's making, and reading what is known does not. */
function read(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = (key: string | number): unknown => {
    try {
      return read((value as Record<string | number, unknown>)[key]);
    } catch {
      return LATER;
    }
  };
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, i) => known(i));
  return Object.fromEntries(Object.keys(value).map((key) => [key, known(key)]));
}
