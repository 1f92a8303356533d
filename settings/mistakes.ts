import { closest, distance } from "fastest-levenshtein";
import type { z } from "zod";
import { credentialIn, nameAt } from "./credentials";
import { issuesOf } from "./issues";
import { knownKeys } from "./known-keys";
import { SECRETS_OF_HOSTS } from "./login";
import { pathInWords } from "./path-in-words";

/** One mistake, as its author reads it. */
export interface Mistake {
  /** Where it is not the stack's own. */
  readonly file?: string;
  /** `hosts[1].databases[0].port`. */
  readonly path: string;
  /** Where it stands in the file, if the path is not of the file's own beginning: `all.hosts.db1`, or `line 7`. */
  readonly at?: string;
  readonly problem: string;
}

/** Every mistake with its path and its remedy. `values` is what was checked; secrets in it are not repeated. */
export function mistakes(
  { issues }: { readonly issues: readonly z.core.$ZodIssue[] },
  values: unknown,
  schema: z.ZodType,
): Mistake[] {
  return issues.flatMap(issuesOf).flatMap((issue) => describe(issue, values, schema));
}

/** `Pulumi.prod.yaml: 3 mistakes`, then a line each, in columns; those of other files behind them, in the same way. */
export function formatMistakes(stackFile: string, found: readonly Mistake[]): string {
  const files = [...new Set([stackFile, ...found.map(({ file }) => file ?? stackFile)])];
  return files
    .map((file) => [file, found.filter((one) => (one.file ?? stackFile) === file)] as const)
    .filter(([, own]) => own.length > 0)
    .map(([file, own]) => ofFile(file, own))
    .join("\n");
}

function ofFile(file: string, found: readonly Mistake[]): string {
  const width = Math.max(...found.map(({ path }) => path.length));
  const lines = [...new Set(found.map(({ path, problem }) => `  ${path.padEnd(width)} ${problem}`))];
  return [`${file}: ${lines.length} ${lines.length === 1 ? "mistake" : "mistakes"}`, ...lines].join("\n");
}

function describe(issue: z.core.$ZodIssue, values: unknown, schema: z.ZodType): Mistake[] {
  const value = at(values, issue.path);
  const path = pathInWords(issue.path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(schema, issue.path, values);
    return issue.keys.map((key) => ({ path: pathInWords([...issue.path, key]), problem: unknownKey(key, known) }));
  }
  if (value === undefined && issue.code !== "custom")
    return [{ path, problem: `is missing; expected ${expectation(issue)}` }];
  // The schema's own words, which say what was expected; the library's do not.
  if (issue.code === "custom" || issue.message.includes("; expected ")) {
    return [{ path, problem: `${quoted(issue, value)}${issue.message}${timezoneHint(issue, value)}` }];
  }
  if (issue.code === "invalid_key") return [{ path, problem: wordsOfKey(issue) }];
  return [
    {
      path,
      problem: `${quoted(issue, value)}is not accepted; expected ${expectation(issue)}${inQuotes(issue, value)}`,
    },
  ];
}

/** YAML, and `pulumi config set --path`, read digits, yes and no as something else than text. */
function inQuotes(issue: z.core.$ZodIssue, value: unknown): string {
  const isPlain = typeof value === "number" || typeof value === "boolean";
  return isPlain && issue.code === "invalid_type" && issue.expected === "string" ? " in quotes" : "";
}

/** What the schema says of the name itself. */
function wordsOfKey({ issues, path }: z.core.$ZodIssueInvalidKey): string {
  return `"${String(path.at(-1))}" ${issues[0]?.message ?? "is not a name"}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return near === undefined ? `unknown key; known here: ${known.join(", ")}` : `unknown key; did you mean "${near}"?`;
}

/** Of a name that is of something which there is not: what it was meant to be of. @param what `monitors`. */
export function noneOf(name: string, what: string, known: readonly string[]): string {
  const near = nearest(name, known);
  const expected =
    near !== undefined
      ? `did you mean "${near}"?`
      : `expected ${known.length === 0 ? "none" : `one of ${[...known].sort().join(", ")}`}`;
  return `"${name}" is none of this stack's ${what}; ${expected}`;
}

/** Only a name that a slip of the fingers away is worth a guess. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const near = closest(word, known);
  return distance(word.toLowerCase(), near.toLowerCase()) <= Math.max(2, word.length / 3) ? near : undefined;
}

function timezoneHint(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code !== "custom" || issue.params?.known !== "timezone" || typeof value !== "string") return "";
  const near = nearest(value, Intl.supportedValuesOf("timeZone"));
  return near === undefined ? "; expected such as Europe/Berlin" : `; did you mean "${near}"?`;
}

const SECRET = ["apiKey", "appKey", ...SECRETS_OF_HOSTS, "credentials", "secrets"];
const HOLDING_SECRETS = ["datadog", "ssh", "admin"];

/** The value in front of the problem, unless it is long or secret. */
function quoted(issue: z.core.$ZodIssue, value: unknown): string {
  // A secret may also be set where the map around it belongs, or be that map's key's value.
  if (issue.path.some((part) => SECRET.includes(String(part)))) return "";
  if (HOLDING_SECRETS.includes(String(issue.path.at(-1)))) return "";
  // Where it does not belong, too.
  if (credentialIn(nameAt(issue.path), value) !== undefined) return "";
  if (issue.code === "custom" && issue.params?.isSecret === true) return "";
  // A message that quotes the words itself.
  if (issue.message.startsWith('"') || !["string", "number", "boolean"].includes(typeof value)) return "";
  const text = JSON.stringify(value);
  return text.length > 60 ? "" : `${text} `;
}

const EXPECTED: Readonly<Record<string, string>> = {
  object: "a map",
  record: "a map",
  array: "a list",
  int: "a whole number",
};

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return EXPECTED[issue.expected] ?? `a ${issue.expected}`;
    case "invalid_value":
      return issue.values.map(String).join(", ");
    case "too_small":
      return `at least ${issue.minimum}`;
    case "too_big":
      return `at most ${issue.maximum}`;
    case "invalid_union":
      if (issue.discriminator !== undefined) return `${issue.discriminator}: postgres or mysql`;
      return issue.message.slice(issue.message.lastIndexOf("; expected ") + "; expected ".length);
    default:
      return issue.message;
  }
}

function at(values: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    values,
  );
}
