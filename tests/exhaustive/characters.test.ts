import { expect, test } from "vitest";
import { z } from "zod";
import { issuesOf } from "../../settings/issues";
import { settingsSchema } from "../../components/environment/settings";

interface Shape {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly propertyNames?: Shape;
  readonly items?: Shape;
  readonly const?: unknown;
  readonly oneOf?: readonly Shape[];
  readonly anyOf?: readonly Shape[];
}

/** A place of a text in the settings, and the settings that have this one there and nothing else. */
interface Place {
  readonly path: string;
  readonly settings: (text: string) => unknown;
}

/** Every place of a text that the schema has. */
function places(shape: Shape, path: string): Place[] {
  if (shape.type === "string") return [{ path, settings: (text) => text }];
  const choices = [...(shape.oneOf ?? []), ...(shape.anyOf ?? [])].flatMap((one) => places(one, path));
  const type = shape.properties?.type?.const;
  const parts = Object.entries(shape.properties ?? {}).flatMap(([key, part]) =>
    places(part, `${path}.${key}`).map(({ path, settings }) => ({
      path,
      settings: (text: string) => ({ ...(type !== undefined && { type }), [key]: settings(text) }),
    })),
  );
  const items = (shape.items === undefined ? [] : places(shape.items, `${path}[]`)).map(({ path, settings }) => ({
    path,
    settings: (text: string) => [settings(text)],
  }));
  const more = shape.additionalProperties;
  const values = typeof more !== "object" ? [] : places(more, `${path}.*`);
  const named = values.map(({ path, settings }) => ({ path, settings: (text: string) => ({ a: settings(text) }) }));
  const names =
    shape.propertyNames === undefined ? [] : [{ path: `${path}{}`, settings: (text: string) => ({ [text]: "a" }) }];
  return [...choices, ...parts, ...items, ...named, ...names];
}

const JSON_SCHEMA = z.toJSONSchema(settingsSchema, { io: "input", unrepresentable: "any", reused: "inline" }) as Shape;
const TEXTS = [...new Map(places(JSON_SCHEMA, "").map((place) => [place.path, place])).values()];

/** What groups have is hosts'. */
const asOfHosts = (path: string) => path.replace(/^\.(groups\.\*|defaults)\./, ".hosts[].");

/** These go as they are: bytes that no file or statement is made of. */
const BYTES = [".hosts[].services[].credentials.*", ".agent.secrets.*"];
/** Written as what they are, line breaks included. */
const LINES = [
  ...[".ssh.privateKey", ".agent.repository.keys[]"],
  ...[".hosts[].databases[].customQueries[].query", ".hosts[].databases[].moreDatabases[].customQueries[].query"],
];

function refused(settings: unknown): boolean {
  const { error } = settingsSchema.safeParse(settings);
  // Only one thing is there: whatever is not missing is about it.
  return (error?.issues ?? []).flatMap(issuesOf).some((issue) => {
    const at = issue.path.reduce<unknown>(
      (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
      settings,
    );
    return (
      at !== undefined &&
      (typeof at === "string" || issue.code === "invalid_key" || issue.message.includes("a key without"))
    );
  });
}

test("the schema has texts in all its parts", () => {
  expect(TEXTS.length).toBeGreaterThan(60);
  for (const path of [
    ".hosts[].services[].version",
    ".hosts[].services[].variables.*",
    ".tags[]",
    ".hosts[].databases[].database",
  ]) {
    expect(TEXTS.map((place) => place.path)).toContain(path);
  }
});

// field/faults.md 7
test.each(TEXTS.filter(({ path }) => !BYTES.includes(asOfHosts(path))))(
  "no text at $path has a character that ends a line or is none",
  ({ path, settings }) => {
    const kept =
      LINES.some((one) => asOfHosts(path) === one) ||
      path.includes(".extra.") ||
      path.endsWith(".renotify.words") ||
      path.startsWith(".monitors.*.words.");
    const characters = ["\0", "\u0001", "\u001b", "\u007f", "\u0085", "\u2028", "\u2029", "\ufeff", "\ud800"];
    for (const character of [...characters, ...(kept ? [] : ["\n", "\r", "\r\n", "\t"])]) {
      for (const text of [`1.2.3${character}`, `${character}1.2.3`, `env:a${character}ExecStartPre=+/bin/sh`]) {
        expect(refused(settings(text)), JSON.stringify(text)).toBe(true);
      }
    }
  },
);
