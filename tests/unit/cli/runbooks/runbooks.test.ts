import { Temporal } from "@js-temporal/polyfill";
import { parseHTML } from "./html";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { type Checked, bookOf } from "../../../../cli/runbooks/book";
import { markdownFiles } from "../../../../cli/runbooks/markdown";
import { offline } from "../../../../cli/runbooks/offline";
import { deadEnds, siteFiles } from "../../../../cli/runbooks/site";
import { readSources } from "../../../../cli/runbooks/sources";
import { coverageOf } from "../../../../cli/coverage/coverage";
import { momentsOf } from "../../../../cli/coverage/moments";
import { runbooksOf } from "../../../../cli/stack/load";
import { environment, pack } from "../../../../lookout";

const ROOT = path.join(__dirname, "../../../..");
const LOOKOUT = path.join(ROOT, "runbooks");
const NOW = Temporal.Instant.from("2027-01-05T12:00:00Z");
const DEV = parse(fs.readFileSync(path.join(ROOT, "Pulumi.dev.yaml"), "utf8")) as {
  config: Readonly<Record<string, unknown>>;
};

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-runbooks-"));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Everything of which Lookout declares a monitor. */
const EVERYTHING = {
  hosts: [
    {
      name: "db1",
      databases: [
        { type: "postgres" },
        { type: "mysql", name: "cluster", port: 3307, galera: { clusterSize: 3 } },
        { type: "mysql", replication: true },
      ],
      services: [
        {
          ...{ name: "shop", source: path.join(ROOT, "apps/flask"), command: ["waitress-serve", "app:app"] },
          healthUrl: "http://127.0.0.1:5050/",
        },
      ],
    },
  ],
  slos: {
    orders: {
      ...{ title: "Orders are taken", target: 99.9 },
      indicator: { good: "sum:ok{*}.as_count()", total: "sum:all{*}.as_count()" },
      alerts: { spent: { critical: 90 } },
    },
  },
};

interface Said {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly program?: () => Promise<unknown>;
  readonly own?: readonly string[];
  readonly outputs?: (known: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
}

async function rendered({ settings = {}, program, own = [], outputs = (known) => known }: Said): Promise<Checked> {
  const said = Object.entries(settings).map(([key, value]) => [`lookout:${key}`, value] as const);
  const config = { ...DEV.config, ...Object.fromEntries(said) };
  fs.copyFileSync(path.join(ROOT, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), stringify({ config }));
  const made = await offline(folder, "dev", program ?? environment());
  return bookOf({
    ...{ declared: made.declared, outputs: outputs(made.outputs), isReal: false },
    folders: { own, lookout: LOOKOUT },
    coverage: coverageOf(made.declared, momentsOf(made.declared, NOW)),
    now: new Date(NOW.epochMilliseconds),
  });
}

describe("of a stack with all that Lookout declares", () => {
  let checked: Checked;
  let site: ReadonlyMap<string, string>;
  beforeAll(async () => {
    checked = await rendered({ settings: EVERYTHING });
    site = await siteFiles(checked.book);
  });

  test("no monitor is without a runbook, and no placeholder without an output", () => {
    expect(checked.mistakes).toEqual([]);
    expect(checked.warnings).toEqual([]);
    for (const { source, monitor } of checked.book.pages) expect([monitor.name, source?.file]).not.toContain(undefined);
    expect(checked.book.pages.filter(({ monitor }) => monitor.url === undefined)).toEqual([]);
  });

  test("no runbook is without a monitor", () => {
    const used = new Set(checked.book.pages.map(({ source }) => source?.name));
    expect(readSources([LOOKOUT]).sources.map(({ name }) => name)).toEqual([...used].sort());
  });

  test("each page says what to look at, to do, how to silence it and whom to call", () => {
    for (const { body, monitor } of checked.book.pages) {
      expect([monitor.name, ...[...body.matchAll(/^## (.+)$/gm)].map(([, title]) => title)]).toEqual([
        monitor.name,
        ...["Look at", "Do", "Silence it", "Call"],
      ]);
      expect(body).not.toMatch(/\{\{|\{%|undefined|\[object/);
    }
  });

  test("no link of the site, in either direction, leads nowhere, and no anchor is dead", () => {
    const pages = new Map(
      [...site].filter(([file]) => file.endsWith(".html")).map(([file, text]) => [file, parseHTML(text)]),
    );
    const reached = new Set<string>();
    for (const [file, { links }] of pages) {
      for (const link of links.filter((one) => !/^https?:/.test(one))) {
        const [address = "", anchor] = link.split("#");
        const target = address === "" ? file : path.posix.join(path.posix.dirname(file), address);
        expect([file, link, site.has(target)]).toEqual([file, link, true]);
        if (anchor !== undefined)
          expect([link, pages.get(target)?.ids]).toEqual([link, expect.arrayContaining([anchor])]);
        reached.add(target);
      }
    }
    expect([...reached].sort()).toEqual([...site.keys()].sort());
    expect(deadEnds(site)).toEqual([]);
  });

  test("no link of the Markdown leads nowhere", () => {
    const files = markdownFiles(checked.book);
    for (const [file, text] of files) {
      for (const [, link = ""] of text.matchAll(/\]\(([^)]+)\)/g)) {
        if (/^https?:/.test(link)) continue;
        expect([file, link, files.has(link.split("#")[0] ?? "")]).toEqual([file, link, true]);
      }
    }
  });

  test("each monitor links to the page that the site has for it", async () => {
    const base = "https://runbooks.example.com";
    const { declared } = await offline(folder, "dev", environment());
    expect(declared.registrations.length).toBeGreaterThan(0);
    fs.writeFileSync(
      path.join(folder, "Pulumi.dev.yaml"),
      stringify({ config: { ...DEV.config, "lookout:runbookBase": base } }),
    );
    const linked = (await offline(folder, "dev", environment())).declared.registrations.flatMap(({ type, inputs }) =>
      type === "datadog:index/monitor:Monitor" ? (inputs.assets as { url: string }[]).map(({ url }) => url) : [],
    );
    expect(linked.length).toBeGreaterThan(10);
    for (const url of linked) expect(site.has(`${url.replace(`${base}/`, "")}/index.html`)).toBe(true);
  });

  test("the index has the dashboards, the map, the calendar, who is on, and who hears of what", () => {
    const { headings } = parseHTML(site.get("index.html") ?? "");
    expect(headings).toEqual(
      expect.arrayContaining(["Monitors", "Dashboards", "Quiet hours", "Who is on for what", "Who hears of what"]),
    );
    expect(site.get("quiet-hours-1.svg")).toContain("<svg");
    expect(site.get("index.html")).toContain("<strong>nobody (muted by my-metric-weekend)</strong>");
  });

  test("a link to a page of which the stack has no monitor is words alone", async () => {
    const { book, mistakes } = await rendered({ settings: { hostMonitors: { enabled: false } } });
    expect(mistakes).toEqual([]);
    const text = (await siteFiles(book)).get("postgres-connect/index.html");
    expect(text).toContain("A full disk and memory that ran out");
  });
});

describe("pages of a team's own", () => {
  const pages = (files: Readonly<Record<string, string>>): string => {
    const own = fs.mkdtempSync(path.join(folder, "own-"));
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(own, `${name}.md`), text);
    return own;
  };

  test("go before Lookout's, the project's before a pack's", async () => {
    const project = pages({ "hosts-away": "# Ours\n\nCall us." });
    const packs = pages({ "hosts-away": "# The pack's\n", "hosts-disk": "# Disk\n\nof the pack" });
    const program = environment(pack({ name: "house", runbooks: packs }));
    const { book } = await rendered({ program, own: [project, ...program.runbooks] });
    const titles = new Map(book.pages.map(({ monitor, title }) => [monitor.name, title]));
    expect([titles.get("hosts-away"), titles.get("hosts-disk")]).toEqual(["Ours", "Disk"]);
    expect(titles.get("hosts-full")).toBe("A disk is full");
  });

  test("that are mistaken are named, all at once, with their place", async () => {
    const own = pages({
      "hosts-away": "# Away\n\n[board]({{ outputs.dashbordUrl }})",
      "hosts-disk": "no title",
      "hosts-full": "# Full\n\n[undo](hosts-gone.md)",
      "my-metric": "---\nmonitor: x\n---\n\n# High\n",
    });
    const { mistakes } = await rendered({ own: [own] });
    expect(mistakes).toEqual([
      expect.stringMatching(/my-metric\.md: its head can't be read/),
      expect.stringMatching(/hosts-away\.md: undefined variable: outputs\.dashbordUrl at 3:\d+/),
      expect.stringMatching(/hosts-disk\.md has no title; expected # … first/),
      expect.stringMatching(/hosts-full\.md links to hosts-gone\.md, and there is none/),
    ]);
  });

  test("with a dead anchor are named", async () => {
    const own = pages({ "hosts-away": "# Away\n\n[undo](hosts-full.md#undo)" });
    const { book } = await rendered({ own: [own] });
    expect(deadEnds(await siteFiles(book))).toEqual([
      "hosts-away/index.html: there is no ../hosts-full/index.html#undo",
    ]);
  });

  test("that are missing, or of no monitor, are warned of", async () => {
    const own = pages({ "ordes-late": "# Late\n" });
    const orders = {
      ...{ query: "avg(last_5m):avg:shop.orders{env:dev} < 1", title: "Orders are late" },
      words: { alert: "late", recovery: "well" },
    };
    const { warnings, book } = await rendered({ own: [own], settings: { monitors: { "orders-late": orders } } });
    expect(warnings).toEqual([
      "orders-late has no runbook: write runbooks/orders-late.md",
      expect.stringMatching(/ordes-late\.md is of no monitor of this stack; did you mean orders-late\?/),
    ]);
    expect(book.pages.find(({ monitor }) => monitor.name === "orders-late")?.body).toContain("## Silence it");
  });

  test("an output that the stack has not is a mistake, however the page is asked for", async () => {
    const { mistakes } = await rendered({ outputs: (known) => ({ ...known, hostMapUrl: undefined }) });
    expect(mistakes).toEqual([
      expect.stringMatching(/runbooks\/hosts-away\.md: undefined variable: outputs\.hostMapUrl/),
    ]);
  });

  test("of the template are whole, and its packs' folders are read from its program", async () => {
    expect(await runbooksOf(ROOT)).toEqual([]);
    const template = path.join(ROOT, "template");
    const { redis } = await import("../../../../template/redis.js");
    const { mistakes, warnings, book } = await rendered({
      program: environment(redis),
      settings: { myMetric: undefined, quietHours: undefined },
      own: [path.join(template, "runbooks")],
    });
    expect({ mistakes, warnings }).toEqual({ mistakes: [], warnings: [] });
    expect(deadEnds(await siteFiles(book))).toEqual([]);
  });
});
