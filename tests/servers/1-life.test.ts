import { beforeAll, describe, expect, test } from "vitest";
import { mysqlServers, postgresServers, Server } from "./server.js";

describe.each([...postgresServers, ...mysqlServers])("$flavour $version", (kind) => {
  let server: Server;
  let before: { catalogue: string; files: string };
  const all = { dbm: true, manageServerSettings: true, allowRestart: true } as const;
  const state = async () => ({ catalogue: await server.catalogue(), files: await server.files() });

  beforeAll(async () => {
    server = await Server.of(kind);
    before = await state();
  });

  test("a role or user, made and proved; nobody asked for more", async () => {
    const { proof, warnings } = await server.make({}, "the-first-password");
    expect(proof).toMatchObject({ server: kind.flavour, user: "datadog", databaseMonitoring: false, withheld: [] });
    expect(proof.version.startsWith(`${kind.version}.`)).toBe(true);
    expect(warnings).toBe("");
    expect((await state()).catalogue).not.toBe(before.catalogue);
  });

  test("once more changes nothing", async () => {
    const made = await state();
    await server.make({}, "the-first-password");
    expect(await state()).toEqual(made);
  });

  test("another password is the only one that is let in", async () => {
    await server.make({}, "the-second-password");
    expect(await server.logsIn("the-second-password")).toBe(true);
    expect(await server.logsIn("the-first-password")).toBe(false);
  });

  test("Database Monitoring without leave to change the server says each line that is missing", async () => {
    const { proof, warnings } = await server.make({ dbm: true }, "the-second-password");
    expect(proof.databaseMonitoring).toBe(true);
    expect(proof.missingSettings.length).toBeGreaterThan(0);
    for (const { line } of proof.missingSettings) expect(warnings).toContain(line);
  });

  test("with leave to change and restart it, nothing is missing, and a second time nothing is restarted", async () => {
    const { proof } = await server.make(all, "the-second-password");
    expect(proof).toMatchObject({ withheld: [], missingSettings: [] });
    const since = await server.startedAt();
    expect((await server.make(all, "the-second-password")).warnings).toBe("");
    expect(await server.startedAt()).toBe(since);
  });

  test("a database made later is prepared when the server is looked at again", async () => {
    // One from template1 would be prepared already.
    await server.sql(
      server.isPostgres ? 'CREATE DATABASE "new ""one" TEMPLATE template0' : "CREATE DATABASE `new ``one`",
    );
    const { proof } = await server.make(all, "the-second-password");
    expect(proof.withheld).toEqual([]);
    expect(await server.explains(server.isPostgres ? 'new "one' : "`new ``one`")).toBe(true);
    await server.sql(server.isPostgres ? 'DROP DATABASE "new ""one"' : "DROP DATABASE `new ``one`");
  });

  test("taken away, the server and the host are as they were", async () => {
    const said = await server.remove(all);
    expect(said).toBe("");
    expect(await state()).toEqual(before);
  });

  test("taking it away once more is no mistake", async () => {
    expect(await server.remove(all)).toMatch(/is left as it is/);
    expect(await state()).toEqual(before);
  });
});
