import * as path from "node:path";
import { expect, test } from "vitest";
import { environment } from "../../components/environment/environment";
import { recorded } from "./recorded";

const CONFIG = {
  overlay: path.join(__dirname, "../plans/dev.overlay.yaml"),
  notify: ["@all"],
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1" }],
  slos: {
    orders: {
      ...{ title: "Orders are taken", target: 99.9 },
      indicator: { good: "sum:ok{*}.as_count()", total: "sum:all{*}.as_count()" },
      alerts: {},
    },
  },
};

interface Monitor {
  readonly message: string;
  readonly escalationMessage?: string;
  readonly assets?: readonly { readonly url: string; readonly category: string }[];
}

async function monitors(more: object): Promise<ReadonlyMap<string, Monitor>> {
  const made = await recorded(environment(), { config: { ...CONFIG, ...more } });
  return new Map(
    made
      .filter(({ type }) => type === "datadog:index/monitor:Monitor")
      .map(({ name, inputs }) => [name, inputs as unknown as Monitor]),
  );
}

const BASE = "https://runbooks.example.com/dev/";

test("where the site is said, each monitor links to its page, and its message and what repeats it name it", async () => {
  const all = await monitors({
    runbookBase: BASE,
    hostMonitors: { renotify: { everyMinutes: 60, words: "Still so. @all" } },
  });
  expect([...all.keys()]).toEqual(expect.arrayContaining(["hosts-away", "orders-burn-fast"]));
  for (const [name, { message, assets }] of all) {
    const page = `https://runbooks.example.com/dev/${name}`;
    expect(assets).toMatchObject([{ url: page, category: "runbook" }]);
    expect(message).toMatch(new RegExp(`\nRunbook: ${page}$`));
  }
  expect(all.get("hosts-away")?.escalationMessage).toBe(
    "Still so. @all\nRunbook: https://runbooks.example.com/dev/hosts-away",
  );
});

test("a page that is nearer is the one that the message names", async () => {
  const wiki = "https://wiki.example.com/hosts";
  const all = await monitors({ runbookBase: BASE, hostMonitors: { runbookUrl: wiki } });
  expect(all.get("hosts-full")).toMatchObject({
    assets: [{ url: wiki }],
    message: expect.stringMatching(/\nRunbook: https:\/\/wiki.example.com\/hosts$/) as string,
  });
});

test("where it is not said, no message changes", async () => {
  const all = await monitors({ hostMonitors: { runbookUrl: "https://wiki.example.com/hosts" } });
  for (const { message } of all.values()) expect(message).not.toContain("Runbook:");
});

test("an address below which there is no page is refused", async () => {
  await expect(monitors({ runbookBase: "https://runbooks.example.com/?page=" })).rejects.toThrow(
    /runbookBase +.*query or a fragment/,
  );
});
