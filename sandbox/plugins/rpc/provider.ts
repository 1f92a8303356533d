/**
 * What a stand-in plugin is made of. A plugin's `main.ts` is one line:
 *
 * ```ts
 * serve({ name: "datadog", version: "5.0.0", keepsSecrets: false, configure, resources: { [token]: resourceType } });
 * ```
 *
 * The engine calls `check` (inputs in, defaults and failures out), `diff` where there is a state, then `create`,
 * `update` or `delete`; with `preview` set nothing may be changed, and what only a real run can tell is `unknown`.
 * Every function may throw: the message becomes the resource's error, word for word. Values are those of `value.ts`.
 */
import type { Properties } from "./value.js";

export interface Provider {
  /** `datadog`, for the plugin `pulumi-resource-datadog`. */
  readonly name: string;
  readonly version: string;
  /**
   * Whether resources receive {@link Secret} values and mark their outputs themselves. Otherwise the engine hands over
   * plain values and marks each output whose input of the same name was secret.
   */
  readonly keepsSecrets: boolean;
  /** Whether `customTimeouts` mean nothing to it. @default false */
  readonly ignoresTimeouts?: boolean;
  /** The provider's own settings. Those that are not strings arrive as JSON text from a provider made in a program. */
  checkConfig?(inputs: Properties, call: Call): Awaitable<Checked>;
  configure?(inputs: Properties, call: Call): Awaitable<void>;
  /** By type token, as in `random:index/randomPassword:RandomPassword`. */
  readonly resources: Readonly<Record<string, ResourceType>>;
}

export interface ResourceType {
  check(request: CheckRequest, call: Call): Awaitable<Checked>;
  diff(request: DiffRequest, call: Call): Awaitable<Difference>;
  create(request: CreateRequest, call: Call): Awaitable<Created>;
  /** Left out where every change replaces. */
  update?(request: UpdateRequest, call: Call): Awaitable<Properties>;
  /** What is there now; `undefined` where it is gone. */
  read(request: ReadRequest, call: Call): Awaitable<Reading | undefined>;
  delete(request: DeleteRequest, call: Call): Awaitable<void>;
}

type Awaitable<T> = T | Promise<T>;

export interface CheckRequest {
  /** The inputs that the last run kept; empty at first. */
  readonly oldInputs: Properties;
  readonly inputs: Properties;
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures?: readonly CheckFailure[];
}

export interface CheckFailure {
  /** Path of the property, as in `connection.host`; empty for the resource as a whole. */
  readonly property: string;
  readonly reason: string;
}

export interface DiffRequest {
  readonly id: string;
  /** The outputs that the last run kept. */
  readonly state: Properties;
  readonly oldInputs: Properties;
  readonly inputs: Properties;
  /** `ignoreChanges` of the program, of which the engine has put back the inputs already. @default none */
  readonly ignored?: readonly string[];
}

export type ChangeKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface PropertyChange {
  readonly kind: ChangeKind;
  /** The paths are those of inputs, not of state. @default false, as the official plugins report */
  readonly inputDiff?: boolean;
}

export interface Difference {
  readonly changed: boolean;
  /** Names of the properties that differ. */
  readonly diffs?: readonly string[];
  /** Those of them that need a new resource. */
  readonly replaces?: readonly string[];
  readonly deleteBeforeReplace?: boolean;
  /** By property path, as in `widgets[14]`. @default none is reported, and `pulumi preview` compares the inputs */
  readonly detailed?: Readonly<Record<string, PropertyChange>>;
}

export interface CreateRequest {
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface Created {
  /** Empty at preview where only the service names it. */
  readonly id: string;
  readonly outputs: Properties;
}

export interface UpdateRequest extends DiffRequest {
  readonly preview: boolean;
}

export interface ReadRequest {
  readonly id: string;
  /** Both are empty at an import. */
  readonly state: Properties;
  readonly inputs: Properties;
}

export interface Reading {
  readonly id: string;
  readonly outputs: Properties;
  readonly inputs: Properties;
}

export interface DeleteRequest {
  readonly id: string;
  readonly state: Properties;
  readonly oldInputs: Properties;
}

export type Severity = "debug" | "info" | "warning" | "error";

/** A creation or a change that failed on the way: the engine keeps what is there, and goes on from it next time. */
export class PartialFailure extends Error {
  constructor(
    message: string,
    readonly left: { readonly id: string; readonly outputs: Properties; readonly inputs: Properties },
  ) {
    super(message);
  }
}

/** One request of the engine about one resource. */
export interface Call {
  readonly urn: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Ends when the user cancels the run or the resource's `customTimeouts` are over. */
  readonly signal: AbortSignal;
  /** Of `customTimeouts`; 0 is endless. @default 0 */
  readonly timeoutSeconds?: number;
  /** A line that stays, on the resource. */
  log(severity: Severity, message: string): void;
  /** A line that the next one overwrites, on the resource, while it is worked on. */
  status(message: string): void;
}
