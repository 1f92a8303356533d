/** What a preview would do to one resource. */
export interface Step {
  /** `create`, `update`, `delete`, `replace`, … */
  readonly op: string;
  readonly urn: string;
  /** Made by a provider: of a component only what it shows of itself is of interest. */
  readonly isCustom: boolean;
  readonly before?: Inputs;
  readonly after?: Inputs;
  /** Paths of the inputs that differ; of a replacement, those that it is for. */
  readonly changed: readonly string[];
}

export type Inputs = Readonly<Record<string, unknown>>;

export interface Violation {
  readonly urn?: string;
  readonly policy: string;
  readonly message: string;
  readonly isMandatory: boolean;
}

/** A run of the engine, as far as a reviewer cares. */
export interface Previewed {
  /** Without what stays as it is. */
  readonly steps: readonly Step[];
  readonly violations: readonly Violation[];
  readonly diagnostics: readonly {
    readonly severity: "warning" | "error";
    readonly message: string;
    readonly urn?: string;
  }[];
}

interface Metadata {
  readonly op: string;
  readonly urn: string;
  readonly old?: State | null;
  readonly new?: State | null;
  readonly keys?: readonly string[] | null;
  readonly diffs?: readonly string[] | null;
  readonly detailedDiff?: Inputs | null;
}

interface State {
  readonly inputs?: Inputs;
  readonly custom?: boolean;
}

interface Event {
  readonly resourcePreEvent?: { readonly metadata: Metadata };
  readonly diagnosticEvent?: { readonly severity: string; readonly message: string; readonly urn?: string };
  readonly policyEvent?: {
    readonly resourceUrn?: string;
    readonly message: string;
    readonly policyName: string;
    readonly policyPackName: string;
    readonly enforcementLevel: string;
  };
}

/** Of a replacement's steps the one that names it. */
const PARTS_OF_A_REPLACEMENT = ["create-replacement", "delete-replaced", "discard-replaced", "import-replacement"];
const NOTHING = ["same", "read", "refresh", ...PARTS_OF_A_REPLACEMENT];

/**
 * What `pulumi preview --event-log FILE` wrote: an event a line, secrets blinded.
 *
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/apitype/events.go
 */
export function readEvents(text: string): Previewed {
  const events = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Event);
  return {
    steps: events.flatMap(({ resourcePreEvent }) => (resourcePreEvent ? stepOf(resourcePreEvent.metadata) : [])),
    violations: events.flatMap(({ policyEvent: one }) =>
      one === undefined
        ? []
        : [
            {
              ...(one.resourceUrn !== undefined && { urn: one.resourceUrn }),
              policy: `${one.policyPackName}: ${one.policyName}`,
              message: withoutColours(one.message),
              isMandatory: one.enforcementLevel === "mandatory",
            },
          ],
    ),
    diagnostics: events.flatMap(({ diagnosticEvent: one }) => {
      if (one === undefined || (one.severity !== "warning" && one.severity !== "error")) return [];
      const { severity, message, urn } = one;
      return [{ severity, message: withoutColours(message), ...(urn !== undefined && urn !== "" && { urn }) }];
    }),
  };
}

function stepOf({ op, urn, old, new: current, keys, diffs, detailedDiff }: Metadata): Step[] {
  if (NOTHING.includes(op)) return [];
  const paths = Object.keys(detailedDiff ?? {});
  const changed = op === "replace" && keys?.length ? keys : paths.length > 0 ? paths : (diffs ?? []);
  return [
    {
      op,
      urn,
      isCustom: (current ?? old)?.custom === true,
      ...(old?.inputs && { before: old.inputs }),
      ...(current?.inputs && { after: current.inputs }),
      changed: [...new Set(changed)],
    },
  ];
}

/** Without the engine's marks for colours, `<{%fg 1%}>`, and what is blank around. */
export function withoutColours(text: string): string {
  return text.replaceAll(/<\{%.*?%\}>/g, "").trim();
}
