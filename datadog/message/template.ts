import type { HandleKind } from "./handles";

/**
 * A monitor's message as Datadog documents it: Handlebars, of which its documentation names these parts, with handles
 * among the text.
 *
 * White space inside of the braces is kept (`before`, `after`), so that a template prints as it was written.
 *
 * @see https://docs.datadoghq.com/monitors/notify/variables/
 * @see https://docs.datadoghq.com/synthetics/notifications/advanced_notifications
 */
export interface Template {
  readonly nodes: readonly Node[];
}

export type Node = Text | Variable | Call | Block | Raw | Comment | Handle;

interface Placed {
  /** In the template's text, 0-based, in UTF-16 units. */
  readonly offset: number;
}

/** White space between the braces and what they hold. */
interface Padded {
  readonly before: string;
  readonly after: string;
}

export interface Text extends Placed {
  readonly kind: "text";
  readonly text: string;
}

/** `{{host.name}}`, `{{[@http.url].name}}`. */
export interface Variable extends Placed, Padded {
  readonly kind: "variable";
  /** `{{{name}}}`: not encoded for HTML. */
  readonly raw: boolean;
  /** As written, brackets included. */
  readonly name: string;
}

/** `{{eval "int(value)"}}`, `{{local_time 'last_triggered_at' 'Asia/Tokyo'}}`. */
export interface Call extends Placed, Invocation {
  readonly kind: "call";
  readonly raw: boolean;
}

/** A name with what it is applied to. */
export interface Invocation extends Padded {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** What a function or a conditional is given, with the white space before it. */
export type Argument = Placed & { readonly before: string } & (
    | { readonly kind: "string"; readonly quote: '"' | "'"; readonly text: string }
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "name"; readonly name: string }
    /** `(eval "int(value)")`. */
    | { readonly kind: "expression"; readonly inner: Invocation }
  );

/** `{{#is_alert}}…{{else}}…{{/is_alert}}`, or negated: `{{^is_alert}}…{{/is_alert}}`. */
export interface Block extends Placed, Invocation {
  readonly kind: "block";
  readonly negated: boolean;
  readonly body: readonly Node[];
  readonly otherwise?: Otherwise;
  readonly closing: Padded;
}

/** What follows `{{else}}`. */
export interface Otherwise extends Placed, Padded {
  readonly body: readonly Node[];
}

/** `{{{{raw}}}}…{{{{/raw}}}}`, and with a condition: `{{{{is_match "host.name" "web"}}}}…`: its text is not read. */
export interface Raw extends Placed, Invocation {
  readonly kind: "raw";
  readonly text: string;
  readonly closing: Padded;
}

/** `{{! … }}` or `{{!-- … --}}`; the dashes are part of the text. */
export interface Comment extends Placed {
  readonly kind: "comment";
  readonly text: string;
}

/** `@oncall@example.com`, `@slack-{{service.name}}`: who is notified. */
export interface Handle extends Placed {
  readonly kind: "handle";
  readonly to: HandleKind;
  /** What stands after the `@`. */
  readonly parts: readonly HandlePart[];
  /** Between the parentheses of `@workflow-restart(host=host.name)`. */
  readonly parameters?: readonly HandlePart[];
}

export type HandlePart = string | Variable | Call;
