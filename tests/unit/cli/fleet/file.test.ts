import Ajv from "ajv/dist/2020";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { readFleet } from "../../../../cli/fleet/file";
import { projectOf } from "../../../../cli/stack/project";
import { fleetJsonSchema } from "../../../../settings/fleet";

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-fleet-"));
  vi.spyOn(process, "cwd").mockReturnValue(folder);
  write("Pulumi.yaml", { name: "lookout", runtime: "nodejs" });
  write("Pulumi.prod.yaml", { config: {} });
  for (const name of ["canary", "eu1"]) {
    write(`Pulumi.${name}.yaml`, { config: { "lookout:sharedStack": "organization/lookout/prod" } });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  fs.rmSync(folder, { recursive: true });
});

function write(file: string, content: unknown): void {
  fs.writeFileSync(path.join(folder, file), stringify(content));
}

async function mistakesOf(fleet: unknown): Promise<string> {
  write("fleet.yaml", fleet);
  const error = await readFleet("fleet.yaml", projectOf(folder)).catch((one: unknown) => one);
  return (error as Error).message;
}

const waves = (...stacks: string[][]) => stacks.map((own, i) => ({ name: `w${i}`, stacks: own }));

describe("a fleet's file", () => {
  test("is read with its defaults", async () => {
    write("fleet.yaml", { waves: waves(["prod"], ["canary"], ["organization/lookout/eu1"]) });
    expect(await readFleet("fleet.yaml", projectOf(folder))).toEqual({
      atOnce: 4,
      waves: waves(["prod"], ["canary"], ["organization/lookout/eu1"]).map((one) => ({ ...one, soakMinutes: 0 })),
    });
  });

  test("has every mistake of its form said at once", async () => {
    const fleet = {
      atOnze: 2,
      waves: [
        { name: "Canary", stacks: [], soakMinutes: -1 },
        { name: "w", stacks: ["a", "a"] },
        { name: "w", stacks: [1], atOnce: 0 },
      ],
    };
    expect((await mistakesOf(fleet)).split("\n")).toEqual([
      "fleet.yaml: 8 mistakes",
      expect.stringMatching(/^ {2}waves\[0\]\.name +"Canary" is not a name; expected lower case/),
      expect.stringMatching(/^ {2}waves\[0\]\.stacks +is empty; expected one stack at least$/),
      expect.stringMatching(/^ {2}waves\[0\]\.soakMinutes +-1 is not accepted; expected at least 0$/),
      expect.stringMatching(/^ {2}waves\[2\]\.stacks\[0\] +1 is not a stack's name; .* in quotes/),
      expect.stringMatching(/^ {2}waves\[2\]\.atOnce +0 is not accepted; expected at least 1$/),
      expect.stringMatching(/^ {2}atOnze +unknown key; did you mean "atOnce"\?$/),
      expect.stringMatching(
        /^ {2}waves\[1\]\.stacks\[1\] +"a" is waves\[1\]\.stacks\[0\] already; expected each stack once$/,
      ),
      expect.stringMatching(/^ {2}waves\[2\]\.name +"w" is waves\[1\]'s already/),
    ]);
  });

  test("names stacks that there are, and a shared one in a wave before those that link to it", async () => {
    expect(await mistakesOf({ monitorsOf: "prd", waves: waves(["canary"], ["prod"], ["eu2", "eu1"]) })).toBe(
      [
        "fleet.yaml: 3 mistakes",
        '  monitorsOf         "prd" has no Pulumi.prd.yaml; did you mean "prod"?',
        '  waves[2].stacks[0] "eu2" has no Pulumi.eu2.yaml; did you mean "eu1"?',
        '  waves[0].stacks[0] "canary" takes its links from organization/lookout/prod; expected that one in a wave before',
      ].join("\n"),
    );
  });

  test("is not soaked where no monitor is looked at", async () => {
    const fleet = { waves: [{ name: "canary", stacks: ["canary"], soakMinutes: 5 }] };
    expect(await mistakesOf(fleet)).toContain("looks at no monitor: monitorsOf is missing");
  });

  test("that is not there is said so", async () => {
    await expect(readFleet("fleet.yaml", projectOf(folder))).rejects.toThrow(
      "there is no fleet.yaml; write the fleet's stacks into it",
    );
  });
});

test("settings/fleet.schema.json is what the schema says, by which docs/fleets.md is right; `npm run docs` writes it", () => {
  const read = (name: string) => fs.readFileSync(path.join(__dirname, "../../../..", name), "utf8");
  expect(JSON.parse(read("settings/fleet.schema.json"))).toEqual(fleetJsonSchema());
  const validate = new Ajv({ strict: false }).compile(fleetJsonSchema());
  expect(validate({ waves: [{ name: "canary", stacks: ["canary"] }] })).toBe(true);
  expect(validate({ waves: [{ name: "canary", stacks: [], soak: 1 }] })).toBe(false);
});
