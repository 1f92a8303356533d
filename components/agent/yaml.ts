import { Document, Scalar, type ScalarTag, visit } from "yaml";

/**
 * Text that no reader takes for anything else, as far as its characters go. Only a letter, `_` or `/` may begin it: the
 * rest may begin a number, a date, a time in sixties, `=`, `<<` or what YAML itself means.
 */
const PLAIN = /^[A-Za-z_/][ -~]*$/;

/** Lines that stand as they are in a block, but for one of spaces alone, which PyYAML may take for its indentation. */
const LINES = /^[\n -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/;

/** Line breaks to YAML 1.1 and to no other, and what its readers refuse outside of an escape. */
const UNREADABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** YAML 1.1 sees a number in `1.0e-7` and a text in `1e-7`. */
const exponent: ScalarTag = {
  tag: "tag:yaml.org,2002:float",
  default: true,
  identify: (value) => typeof value === "number" && String(value).includes("e"),
  // Nothing is read here, but a tag without a test does not count.
  test: /(?!)/,
  resolve: (text) => text,
  stringify: ({ value }) => String(value).replace(/^(-?\d+)e/, "$1.0e"),
};

/**
 * A value as YAML that readers of 1.1 (the Agent's, PyYAML) and of 1.2 read alike: `off`, `12:30` and `2024-01-02` are
 * texts, as keys too.
 *
 * @param replaced what stands in a value's place.
 */
export function yaml(value: unknown, replaced: (value: unknown) => unknown): string {
  const document = new Document(value, (_, part: unknown) => replaced(part), {
    aliasDuplicateObjects: false,
    compat: "yaml-1.1",
    customTags: (tags) => [exponent, ...tags],
  });
  visit(document, {
    Scalar(_, scalar) {
      const { value: text } = scalar;
      if (typeof text !== "string" || PLAIN.test(text)) return;
      if (!text.includes("\n") || !LINES.test(text) || /^ +$/m.test(text)) scalar.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return escaped(document.toString({ lineWidth: 0, singleQuote: false, doubleQuotedAsJSON: true }));
}

/** A text as a YAML scalar on one line. */
export function quotedScalar(text: string): string {
  return escaped(JSON.stringify(text));
}

/** These stand between double quotes alone: {@link LINES} and {@link PLAIN} have none of them. */
function escaped(text: string): string {
  return text.replace(UNREADABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
