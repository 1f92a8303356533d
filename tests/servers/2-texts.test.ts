import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mysqlServers, oneOfEach, Server } from "./server.js";

/** Texts that a shell, SQL, a client's files or a log would read as their own. */
const BITING = [
  `qu'o"te''s""`,
  "back\\slash\\\\n\\",
  "$HOME$(id)`id`${x}",
  "%s %% %n 100%",
  ":name :'x' :\"y\"",
  "x'; DROP TABLE t; -- #",
  "  around and in between  ",
  "#[client]=;!\t{}",
  "x".repeat(128),
];

describe.each(oneOfEach)("$flavour $version", (kind) => {
  let server: Server;
  let before: string;

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await server.catalogue();
  });
  afterAll(async () => {
    await server.remove({ dbm: true });
    expect(await server.catalogue()).toBe(before);
  });

  test.each(kind.flavour === "PostgreSQL" ? [...BITING, "pässwörd-日本-🦊"] : BITING)(
    "the password %j is made and lets in",
    async (password) => {
      await server.make({}, password);
      expect(await server.logsIn(password)).toBe(true);
    },
  );

  test("databases whose names bite are prepared, each on its own, and left clean", async () => {
    const quote = server.isPostgres ? '"' : "`";
    const names = [`a${quote}b`, "x y", "ünï", "$(id);'--", "back\\slash", "%s"];
    const quoted = (name: string) => `${quote}${name.replaceAll(quote, quote + quote)}${quote}`;
    // PostgreSQL makes no database in a transaction, as several statements at once are.
    await server.sql(names.map((name) => `CREATE DATABASE ${quoted(name)};\n`).join(""));
    const { proof } = await server.make({ dbm: true }, "the-second-password");
    for (const name of names) {
      expect(await server.explains(server.isPostgres ? name : quoted(name)), name).toBe(true);
    }
    expect(proof.withheld.filter(({ what }) => what.includes("explain"))).toEqual([]);
    await server.make({}, "the-second-password");
    for (const name of names) {
      expect(await server.explains(server.isPostgres ? name : quoted(name)), name).toBe(false);
    }
    await server.sql(names.map((name) => `DROP DATABASE ${quoted(name)};\n`).join(""));
  });
});

describe.each(mysqlServers)("$flavour $version: whatever the text", (kind) => {
  const anyLine = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => !/[\0\r\n]/.test(text));

  /** Lines of base64 through a function of the product's script, on the host. */
  async function through(server: Server, lines: readonly string[], body: string): Promise<string[]> {
    const { exitCode, stdout, stderr } = await server.withFunctions(
      `while read -r line; do printf '%s' "$line" | base64 -d >"$scratch/text"; ${body}; done`,
      lines.map((line) => `${Buffer.from(line).toString("base64")}\n`).join(""),
    );
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    return stdout.trimEnd().split("\n");
  }

  test("a string of SQL is read back as it was", async () => {
    const server = await Server.of(kind);
    const texts = fc.sample(anyLine, 300);
    const statements = await through(server, texts, `printf 'SELECT HEX(%s);\\n' "$(literal <"$scratch/text")"`);
    const read = await server.sql(`SET sql_mode = '';\n${statements.join("\n")}`);
    expect(read.split("\n")).toEqual(texts.map((text) => Buffer.from(text).toString("hex").toUpperCase()));
  });

  test("an option of the client's file is read back as it was", async () => {
    const server = await Server.of(kind);
    const texts = fc.sample(
      anyLine.filter((text) => text.trim() === text && !text.includes("--")),
      25,
    );
    const read = await through(
      server,
      texts,
      `{ echo '[client]'; option user "$scratch/text"; } >"$scratch/x.cnf"; "$client" --defaults-file="$scratch/x.cnf" --print-defaults | sed -n 's/.*--user=//p' | base64 -w 0; echo`,
    );
    expect(read.map((line) => Buffer.from(line, "base64").toString().replace(/ ?\n$/, ""))).toEqual(texts);
  });
});
