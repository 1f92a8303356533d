/**
 * The notation of this plugin's tables: what a Pulumi input is called, of which kind it is, and where Datadog's API
 * keeps it. A table says all that the codec, the checks and the comparison need; none of them knows a resource.
 */
import type { Properties, Value } from "../../rpc/value.js";

/** An object of inputs, and the object of the API that it becomes. */
export interface Block {
  readonly fields: Readonly<Record<string, Field>>;
  /** Of each group only the first one declared is sent, and only the first one received is read. */
  readonly firstOf?: readonly (readonly string[])[];
  /** What the official plugin sends without being told. */
  readonly adds?: readonly Addition[];
  /** Sent in place of an object in which nothing was declared. @default {} */
  readonly hollow?: null;
}

export interface Addition {
  readonly wire: string;
  readonly value: Value;
  /** @default always */
  readonly when?: (declared: Properties) => boolean;
}

export type Field =
  TextField | NumeralField | FlagField | NumberField | TextsField | BlockField | BlocksField | OfficialOnly;

interface Common {
  /**
   * Where the API keeps it: a path in dots, "" for the block's own object, null for nowhere.
   * @default the input's name in snake case
   */
  readonly wire?: string | null;
  readonly required?: true;
  /** Written into the inputs where the program says nothing. */
  readonly default?: Value;
  /** Applies where the program says nothing, without being written into the inputs. */
  readonly assumed?: Value;
  /** Inputs of the same block that exclude this one, its default included. */
  readonly conflicts?: readonly string[];
  /** The service decides where the program says nothing. */
  readonly computed?: true;
  /** Read from the service, never sent. */
  readonly readOnly?: true;
  /** All the same among the inputs of an import. */
  readonly imported?: true;
  /** Never sent, although the service would take it: so does the official plugin. */
  readonly dropped?: true;
  /** Sent where nothing was declared. @default nothing is sent */
  readonly empty?: Value;
  /** State where the service says nothing. @default the kind's own zero value */
  readonly absent?: Value;
  /** State at a creation's preview where nothing is declared. @default null */
  readonly foreseen?: Value;
  /** State where the service says nothing is what was planned. */
  readonly kept?: true;
  /** Not sent where one of these inputs of the same block is declared. */
  readonly unless?: readonly string[];
  /** Sent only where the block's other inputs say so. */
  readonly onlyIf?: (declared: Properties) => boolean;
  /** Whether the field means anything for the resource as planned. @default it does */
  readonly applies?: (resource: Properties) => boolean;
  /** Whether a change is none for the resource as planned: the state is kept and sent. */
  readonly settled?: (resource: Properties, declared: Value | undefined, state: Value | undefined) => boolean;
  /** The official plugin sees no change where nothing is known of it. */
  readonly settlesOpen?: true;
  /** A change needs a new resource. */
  readonly replaces?: true;
  /** The API object is this field's only if so: several fields may share a place. */
  readonly is?: (received: Properties) => boolean;
}

/** Text on both sides. */
export interface TextField extends Common {
  readonly kind: "text";
  readonly values?: readonly string[];
  readonly pattern?: { readonly regexp: RegExp; readonly says: string };
  /** Planned without white space at its ends, and sent with it: with some, it never settles. */
  readonly trimmed?: true;
  /** The API wants a list of exactly one. */
  readonly listed?: true;
}

/** A number to the API, text to Pulumi. */
export interface NumeralField extends Common {
  readonly kind: "numeral";
  /** Written otherwise, the same number is another: the official plugin compares this one as a text. */
  readonly asWritten?: true;
}

export interface FlagField extends Common {
  readonly kind: "flag";
}

export interface NumberField extends Common {
  readonly kind: "number";
}

/** A list of texts. */
export interface TextsField extends Common {
  readonly kind: "texts";
  readonly values?: readonly string[];
  /** An element that is not known yet leaves the others known. */
  readonly partlyKnown?: true;
  /** The order has no meaning; requests are ordered as the official plugin orders them. @default a list */
  readonly set?: "by hash" | "by alphabet";
  /** They are numbers. */
  readonly numbers?: true;
}

export interface BlockField extends Common {
  readonly kind: "block";
  readonly block: Block;
  /** The API wants a list of exactly one. */
  readonly listed?: true;
}

export interface BlocksField extends Common {
  readonly kind: "blocks";
  readonly block: Block;
  /** The upstream's name. @default the singular */
  readonly upstream?: string;
  /** The API takes one object: the first. */
  readonly first?: true;
  /** The order has no meaning. @default a list */
  readonly set?: true;
}

/** An input that this stand-in does not know. State holds it as empty. */
export interface OfficialOnly extends Common {
  readonly kind: "official only";
}

type Options<F extends Field> = Omit<F, "kind" | "block">;

export const text = (options: Options<TextField> = {}): TextField => ({ kind: "text", ...options });
export const numeral = (options: Options<NumeralField> = {}): NumeralField => ({ kind: "numeral", ...options });
/** Sent as false where nothing was declared. */
export const flag = (options: Options<FlagField> = {}): FlagField => ({ kind: "flag", empty: false, ...options });
/** Sent only where it is true. */
export const flagIfTrue = (options: Options<FlagField> = {}): FlagField => ({ kind: "flag", ...options });
export const number = (options: Options<NumberField> = {}): NumberField => ({ kind: "number", ...options });
export const texts = (options: Options<TextsField> = {}): TextsField => ({ kind: "texts", ...options });
export const block = (of: Block, options: Options<BlockField> = {}): BlockField => ({
  kind: "block",
  block: of,
  ...options,
});
export const blocks = (of: Block, options: Options<BlocksField> = {}): BlocksField => ({
  kind: "blocks",
  block: of,
  ...options,
});
export const officialOnly = (absent: Value): OfficialOnly => ({ kind: "official only", wire: null, absent });

/** Where the API keeps a field, as steps from its block's object; undefined where it does not. */
export function place(name: string, field: Field): readonly string[] | undefined {
  if (field.wire === null) return undefined;
  const wire = field.wire ?? snakeCase(name);
  return wire === "" ? [] : wire.split(".");
}

/** How state holds a list of texts that is not there: deep inside, a creation leaves null and an update an empty list. */
export type NoTexts = null | [];

/** What state holds where the service said nothing. */
export function zero(field: Field, noTexts: NoTexts = null): Value {
  if (field.absent !== undefined) return field.absent;
  switch (field.kind) {
    case "text":
      return field.listed ? null : "";
    case "numeral":
      return "";
    case "flag":
      return false;
    case "number":
      return 0;
    case "blocks":
      return [];
    case "texts":
      return noTexts;
    case "block":
    case "official only":
      return null;
  }
}

/** Declared, in the sense of the official plugin: an empty text or list, a zero or a false is not. */
export function isFilled(value: Value | undefined): value is Value {
  if (value === undefined || value === null || value === "" || value === 0 || value === false) return false;
  return !Array.isArray(value) || value.length > 0;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
