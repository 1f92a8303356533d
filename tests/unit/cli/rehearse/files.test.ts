import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesIn, ofStack, readRehearsals, unknownStacks } from "../../../../cli/rehearse/files";
import { historyOf } from "../../../../cli/rehearse/history";
import { StackError } from "../../../../cli/stack/stacks";

let folder: string;

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-rehearsals-"));
});

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

function written(name: string, text: string): { readonly name: string; readonly isOfPack: boolean } {
  const file = path.join(folder, name);
  fs.writeFileSync(file, text);
  return { name: file, isOfPack: false };
}

/** `load.yaml:4:5 …`. */
function found(...files: { readonly name: string; readonly isOfPack: boolean }[]): string[] {
  return readRehearsals(files).found.map(
    ({ place, problem }) => `${path.basename(place?.file ?? "")}:${place?.line ?? 0}:${place?.column ?? 0} ${problem}`,
  );
}

const ONE = (more: string) => `rehearsals:\n  - name: it is high\n    monitors: [load]\n    expect: []\n${more}`;

test("each mistake is at its line, of all files at once", () => {
  expect(
    found(
      written("load.yaml", ONE('    serie: []\n    duration: "2x"\n')),
      written("broken.yaml", "rehearsals:\n  - name: [\n"),
      written("empty.yaml", ""),
    ),
  ).toEqual([
    'load.yaml:6:5 rehearsals[0].duration "2x" is no duration; expected such as 90s, 12m, 1h30m, 2d',
    'load.yaml:5:5 rehearsals[0].serie unknown key; did you mean "series"?',
    expect.stringMatching(/^broken\.yaml:\d+:1 is not YAML/),
    "empty.yaml:1:1 rehearsals is missing; expected a list",
  ]);
});

test("how long it is played is said, or is what is longest in it", () => {
  const end = (more: string) => {
    const { rehearsals, found: mistakes } = readRehearsals([written("long.yaml", ONE(more))]);
    expect(mistakes).toEqual([]);
    const [{ span }] = rehearsals as [(typeof rehearsals)[number]];
    return (span.to - span.from) / 60;
  };
  expect(end("    duration: 2h\n")).toBe(120);
  expect(end("    series: [{ metric: m, values: 5 for 20m }, { metric: m, step: 15s, values: 5 x8 }]\n")).toBe(20);
  expect(end("    checks: [{ check: c, runs: OK x10 }, { check: c, from: +5m, runs: OK x10 }]\n")).toBe(15);
  expect(found(written("endless.yaml", ONE("    series: [{ metric: m, values: 5 }]\n")))).toEqual([
    "endless.yaml:2:5 rehearsals[0] does not say how long it is; expected duration, such as 2h",
  ]);
});

test("what is expected outside of what is played is a mistake", () => {
  const text = ONE("    duration: 1h\n    states: [{ at: +1h, state: OK }, { at: -1m, state: OK }]\n");
  expect(found(written("outside.yaml", text))).toEqual([
    expect.stringMatching(/^outside\.yaml:6:\d+ rehearsals\[0\]\.states\[0\]\.at "\+1h" is outside of what is played/),
    expect.stringMatching(/^outside\.yaml:6:\d+ rehearsals\[0\]\.states\[1\]\.at "-1m" is outside/),
  ]);
});

test("what would be played for years is a mistake, as are years before it", () => {
  const values = '"5 x1000000000000"';
  expect(found(written("years.yaml", ONE(`    series: [{ metric: m, from: -9999d, values: ${values} }]\n`)))).toEqual([
    "years.yaml:2:5 rehearsals[0] is played for more than 400d; expected a shorter one",
    expect.stringMatching(
      /^years\.yaml:5:\d+ .*series\[0\]\.from "-9999d" is more than 400d before the start; expected /,
    ),
  ]);
});

test("a stack that the project has not is a mistake, but of a pack's", () => {
  const file = written("stacks.yaml", ONE("    duration: 1h\n    stacks: [dve, prod]\n"));
  const unknown = (isOfPack: boolean) =>
    unknownStacks(readRehearsals([{ ...file, isOfPack }]).rehearsals, ["dev", "prod"]).map(
      ({ place, problem }) => `${place?.line ?? 0}:${place?.column ?? 0} ${problem}`,
    );
  expect(unknown(false)).toEqual(['6:14 "dve" is none of the project\'s stacks; did you mean "dev"?']);
  expect(unknown(true)).toEqual([]);
});

test("a file of points is found beside the rehearsal, its mistakes in its own lines", () => {
  fs.writeFileSync(path.join(folder, "points.csv"), "+0m,1\n+10m,2\n");
  const { rehearsals } = readRehearsals([written("csv.yaml", ONE("    series: [{ metric: m, csv: points.csv }]\n"))]);
  const [one] = rehearsals as [(typeof rehearsals)[number]];
  expect((one.span.to - one.span.from) / 60).toBe(11);
  expect([...(historyOf(one.said, one, { env: "dev", hosts: new Map() }).series[0]?.values ?? [])]).toEqual([1, 2]);
  fs.writeFileSync(path.join(folder, "wrong.csv"), "+0m,1\n+10m,much\n");
  expect(
    found(
      written("wrong.yaml", ONE("    series: [{ metric: m, csv: wrong.csv }]\n")),
      written("away.yaml", ONE("    series: [{ metric: m, csv: away.csv }]\n")),
    ),
  ).toEqual([
    "wrong.csv:2:1 has no number behind the time; expected one",
    expect.stringMatching(/^away\.yaml:5:\d+ .*away\.csv can't be read \(ENOENT\)$/),
  ]);
});

test("a file that is not there is named; a folder that is not there has none", () => {
  expect(() => readRehearsals([{ name: "away.yaml", isOfPack: false }])).toThrow(StackError);
  expect(filesIn([{ folder: path.join(folder, "away"), isOfPack: false }])).toEqual([]);
});

test("a folder's files come in their order and once, the project's before a pack's", () => {
  const own = path.join(folder, "own");
  const pack = path.join(folder, "pack");
  for (const [at, name] of [
    [own, "b.yml"],
    [own, "a.yaml"],
    [own, "points.csv"],
    [pack, "a.yaml"],
  ] as const) {
    fs.mkdirSync(at, { recursive: true });
    fs.writeFileSync(path.join(at, name), "");
  }
  const files = filesIn([
    { folder: own, isOfPack: false },
    { folder: pack, isOfPack: true },
    { folder: own, isOfPack: true },
  ]);
  expect(files.map(({ name, isOfPack }) => [path.basename(path.dirname(name)), path.basename(name), isOfPack])).toEqual(
    [
      ["own", "a.yaml", false],
      ["own", "b.yml", false],
      ["pack", "a.yaml", true],
    ],
  );
});

test("a rehearsal of other stacks alone is left out", () => {
  const [one] = readRehearsals([written("stacks.yaml", ONE("    duration: 1h\n    stacks: [dev]\n"))]).rehearsals;
  const [all] = readRehearsals([written("all.yaml", ONE("    duration: 1h\n"))]).rehearsals;
  if (one === undefined || all === undefined) throw new Error("there is one in each");
  expect(ofStack([one, all], "acme/lookout/dev")).toEqual([one, all]);
  expect(ofStack([one, all], "prod")).toEqual([all]);
});

test("a series has its host's tags and the stack's env; a silent host sends nothing", () => {
  const text = ONE(`    duration: 10m
    series:
      - { metric: load, hosts: [db1, other], tags: [device:sda], values: 5 }
      - { metric: trace.web.request.hits, tags: [env:prod], values: 1 x2 }
    checks:
      - { check: up, hosts: [db1], runs: OK, message: well }
    silent:
      - { host: db1, from: +2m, to: +8m }
`);
  const [one] = readRehearsals([written("history.yaml", text)]).rehearsals;
  if (one === undefined) throw new Error("there is one");
  const hosts = new Map([["db1", { ip: "192.0.2.1", tags: ["host:db1", "role:db"] }]]);
  const { series, checks } = historyOf(one.said, one, { env: "dev", hosts });
  expect(series.map(({ tags, type, times }) => [tags.join(","), type, times.length])).toEqual([
    ["env:dev,host:db1,role:db,device:sda", "gauge", 4],
    ["env:dev,host:other,device:sda", "gauge", 10],
    ["env:prod", "count", 2],
  ]);
  expect(checks).toMatchObject([{ check: "up", message: "well", statuses: ["OK", "OK", "OK", "OK"] }]);
  expect(checks[0]?.times).toHaveLength(4);
});
