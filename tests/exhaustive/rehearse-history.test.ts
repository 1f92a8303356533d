import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createRig, KEYS, type Rig } from "../../sandbox/datadog/rig.js";
import { type Listening, listen } from "../../sandbox/datadog/server.js";
import { gitIn } from "../git";
import { ended, ROOT } from "./command-line";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-history-"));
const project = path.join(folder, "monitoring");
const TIME = { timeout: 240_000 };
const DAY = 86_400;
/** Of the last month the first whole day. */
const FIRST = (Math.floor(Date.now() / 1000 / DAY) - 29) * DAY;
let rig: Rig;
let listening: Listening;

/** Above 800 three times, once of them at night, and once above 950: on the days and at the times that are asserted below. */
const PEAKS = [
  { day: 2, hour: 10, minutes: 30, value: 900 },
  { day: 9, hour: 14, minutes: 45, value: 980 },
  { day: 20, hour: 2, minutes: 60, value: 870 },
];

/** A day's rhythm with a noise that is the same each time, and the peaks. */
function valueAt(time: number): number {
  const peak = PEAKS.find(({ day, hour, minutes }) => {
    const from = FIRST + day * DAY + hour * 3600;
    return time >= from && time < from + minutes * 60;
  });
  const noise = ((time / 60) * 7919) % 40;
  return peak?.value ?? 300 + 150 * Math.sin((2 * Math.PI * time) / DAY) + noise;
}

const program = (critical: number) => `
const datadog = require("@pulumi/datadog");
const monitor = new datadog.Monitor("my-metric", {
  name: "my_metric is high", type: "query alert", tags: ["team:sre"],
  message: "{{#is_alert}}{{host.name}}: {{value}} @oncall@example.com{{/is_alert}}{{#is_recovery}}fine @oncall@example.com{{/is_recovery}}",
  query: "avg(last_5m):avg:my_metric{env:dev} by {host} > ${critical}", monitorThresholds: { critical: "${critical}" },
  requireFullWindow: false,
});
new datadog.Monitor("answers", {
  name: "PostgreSQL answers", type: "service check", message: "@oncall@example.com",
  query: '"postgres.can_connect".over("env:dev").by("host").last(${critical === 800 ? 3 : 4}).count_by_status()',
  monitorThresholds: { critical: "2", ok: "1" },
});
new datadog.DowntimeSchedule("nights", {
  scope: "env:dev", monitorIdentifier: { monitorTags: ["team:sre"] }, displayTimezone: "UTC",
  recurringSchedule: { timezone: "UTC", recurrences: [
    { start: "2030-01-07T22:00:00", duration: "8h", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU" } ] },
});
`;

const write = (name: string, text: string) => {
  fs.writeFileSync(path.join(project, name), text);
};

beforeAll(async () => {
  rig = createRig(new Date().toISOString(), path.join(folder, "datadog"));
  const minutes = Array.from({ length: (rig.time.now / 1000 - FIRST) / 60 }, (_, index) => FIRST + index * 60);
  const { status } = await rig.call("POST", "/api/v1/series", {
    series: [
      {
        metric: "my_metric",
        type: "gauge",
        host: "db1",
        tags: ["env:dev"],
        points: minutes.map((at) => [at, valueAt(at)]),
      },
    ],
  });
  expect(status).toBe(202);
  listening = await listen(rig, "127.0.0.1", 0);
  fs.mkdirSync(path.join(project, "bin"), { recursive: true });
  const git = (...args: string[]) => gitIn(project, ...args);
  git("init", "--quiet", "--initial-branch", "main");
  write("Pulumi.yaml", "name: monitoring\nruntime: nodejs\nmain: index.js\n");
  write("Pulumi.dev.yaml", "config: {}\n");
  write(".gitignore", "node_modules\nbin\n.lookout\nconfig.json\n");
  write("index.js", program(800));
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(project, "node_modules"));
  git("add", ".");
  git("commit", "--quiet", "--message", "First");
  git("checkout", "--quiet", "-b", "quieter");
  write("index.js", program(950));
  git("commit", "--quiet", "--all", "--message", "Quieter");
  // In the engine's place, which opens the stack's secrets.
  fs.writeFileSync(path.join(project, "bin/pulumi"), `#!/bin/sh\nexec cat '${project}/config.json'\n`, { mode: 0o755 });
}, 120_000);

afterAll(async () => {
  await listening.close();
  fs.rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  rig.said.length = 0;
  await rig.call("DELETE", "/stand-in/faults");
  configure(KEYS);
});

function configure(keys: Partial<typeof KEYS>): void {
  const datadog = { site: "datadoghq.eu", apiUrl: listening.url, ...keys };
  write("config.json", JSON.stringify({ "lookout:datadog": { value: JSON.stringify(datadog), objectValue: datadog } }));
}

const lookout = (...args: string[]) => ended(args, { PATH: `${project}/bin:${process.env.PATH ?? ""}` }, project);
const rehearse = (...args: string[]) => lookout("rehearse", "--stack", "dev", ...args);

/** The requests that were answered, as `GET /api/v1/query 200`. */
const asked = () => rig.said.map((line) => line.split(" ").slice(1, 4).join(" "));

/** Without what white space lays it out. */
const lines = (text: string) => text.split("\n").map((line) => line.trim().replaceAll(/\s+/g, " "));

test(
  "a changed monitor is played through a month that Datadog has, day by day, and days that are over are asked for once",
  async () => {
    const { code, out, err } = await rehearse("--since", "28d", "--against", "main", "--pages", "0");
    expect([err, code]).toEqual(["", 0]);
    const said = lines(out);
    expect(said[0]).toBe("What 2 changed monitors would have done in the last 28 days, against main");
    // Above 800 twice by day and once at night, above 950 once.
    for (const row of ["pages 2 1", "pages muted 1 0", "alerts 3 1", "flaps 0 0", "1 page lost, 0 gained."]) {
      expect(said).toContain(row);
    }
    expect(said).toContain("@oncall@example.com 2 1 1 0");
    expect(said).toContain("10:00 −1");
    expect(out).toContain("Threshold: > 98");
    expect(out).toContain("PostgreSQL answers: Datadog's API takes the runs of service checks and gives none back");
    expect(out).toContain("a point a minute");
    expect(out).not.toContain("has no point");
    // 28 days from within one on, and just after midnight the window before them.
    const queries = asked().filter((one) => one === "GET /api/v1/query 200").length;
    expect([29, 30]).toContain(queries);
    expect(asked().filter((one) => !one.startsWith("GET /api/v1/query "))).toEqual([]);

    rig.said.length = 0;
    const again = await rehearse("--since", "28d", "--against", "main", "--pages", "0");
    expect(again.out).toBe(out);
    // Today's, and where it is not yet an hour ago, yesterday's.
    expect(asked().length).toBeGreaterThanOrEqual(1);
    expect(asked().length).toBeLessThanOrEqual(2);
  },
  TIME.timeout,
);

test(
  "what is kept is its owner's alone, and another account's keys have it not",
  async () => {
    await rehearse("--since", "2d", "--against", "main", "--history", "kept");
    const files = fs.readdirSync(path.join(project, "kept"), { recursive: true, encoding: "utf8" });
    const modes = files.map((file) => fs.statSync(path.join(project, "kept", file)).mode & 0o777);
    expect(files.length).toBeGreaterThan(1);
    expect([...new Set(modes)].sort()).toEqual([0o600, 0o700]);
    expect(files.join()).not.toContain(KEYS.apiKey);
    fs.rmSync(path.join(project, "kept"), { recursive: true });
  },
  TIME.timeout,
);

test(
  "without a comparison every monitor is played, and as Markdown it is a comment's",
  async () => {
    const { code, out } = await rehearse("--since", "28d", "--markdown");
    expect(code).toBe(0);
    expect(lines(out)[0]).toBe("### What 2 monitors would have done in the last 28 days");
    expect(out).toContain("**my_metric is high**");
    expect(out).toContain("`@oncall@example.com`");
    expect(out).not.toContain("lost");
  },
  TIME.timeout,
);

test(
  "a limit is waited for, and a refusal is a sentence with what to do",
  async () => {
    const faults = (rules: readonly object[]) => rig.call("PUT", "/stand-in/faults", { rules });
    await faults([{ path: "/api/v1/query", status: 429, resetSeconds: 1, times: 2 }]);
    const waited = await rehearse("--since", "2d", "--against", "main");
    expect([waited.err, waited.code]).toEqual(["", 0]);
    await faults([{ path: "/api/v1/query", status: 403 }]);
    const refused = await rehearse("--since", "2d", "--against", "main", "--history", "other");
    expect(refused.code).not.toBe(0);
    expect(refused.err).toMatch(/answers with 403 .*; the stack's keys must be of this site, .*timeseries_query/);
    expect(refused.err).not.toContain("    at ");
  },
  TIME.timeout,
);

test(
  "without a key it says what to set, and of mistaken options all at once, before anybody is asked",
  async () => {
    configure({ appKey: KEYS.appKey });
    const { code, err } = await rehearse("--since", "30d");
    expect(code).not.toBe(0);
    expect(err).toMatch(/datadog\.apiKey[^]*set datadog\.apiKey and datadog\.appKey of dev/);
    const mistaken = await rehearse("--since", "a month", "--pages", "few");
    expect(mistaken.err).toContain("--since a month: expected 1h to 400d");
    expect(mistaken.err).toContain("--pages few: expected a whole number");
    expect((await rehearse("--pages", "7")).err).toContain("--pages is of what Datadog has; add --since");
    expect(asked()).toEqual([]);
  },
  TIME.timeout,
);

test(
  "a pull request's comment says it where that is asked for, and without a key why not, which stops no preview",
  async () => {
    const preview = async () => {
      const { code, out } = await lookout("ci", "preview", "--stack", "dev", "--against", "main", "--since", "28d");
      expect(code).toBe(0);
      return fs.readFileSync(path.join(project, /The comment: (.*)/.exec(out)?.[1] ?? ""), "utf8");
    };
    const comment = await preview();
    expect(comment).toContain("### What 2 changed monitors would have done in the last 28 days, against main");
    expect(comment).toContain("| `@oncall@example.com` | 2 | 1 | 1 | 0 |");
    configure({ appKey: KEYS.appKey });
    expect(await preview()).toMatch(/### What changed monitors would have done\n\nthe history can't be read without/);
  },
  TIME.timeout,
);
