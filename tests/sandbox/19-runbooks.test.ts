import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { repositoryRoot } from "../../sandbox/instance.js";
import { eventually } from "./eventually.js";
import { TestStack } from "./stack.js";

const AXE = createRequire(path.join(repositoryRoot, "package.json")).resolve("axe-core");

let stack: TestStack;
let browser: Browser;
let page: Page;
/** Of all that the pages load themselves. */
const loaded: string[] = [];
let site: string;
/** Each page of the site by its folder; the index is "". */
let pages: readonly string[];

beforeAll(async () => {
  stack = await TestStack.fresh(["db1", "db2"]);
  await stack.up();
  site = path.join(path.dirname(stack.state), "site");
  const { code, output } = await stack.npm("runbooks", "--out", site);
  expect(code, output).toBe(0);
  pages = ["", ...fs.readdirSync(site).filter((name) => fs.statSync(path.join(site, name)).isDirectory())];
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  page = await browser.newPage({ viewport: { width: 1100, height: 720 } });
});

afterAll(async () => {
  await browser.close();
  await stack.destroy();
});

function addressOf(name: string): string {
  return pathToFileURL(path.join(site, name, "index.html")).href;
}

interface Link {
  readonly words: string;
  readonly url: string;
}

function linksIn(selector: string): Promise<Link[]> {
  return page.$$eval(selector, (found) =>
    found.map((one) => ({ words: one.textContent, url: (one as HTMLAnchorElement).href })),
  );
}

/** What a page of Datadog's is of. */
async function opened(url: string): Promise<{ status: number | undefined; title: string }> {
  const response = await page.goto(url, { waitUntil: "domcontentloaded" });
  return { status: response?.status(), title: await page.title() };
}

test("its pages need nothing but themselves, in a browser", async () => {
  expect(pages.length).toBeGreaterThan(10);
  page.on("request", (request) => loaded.push(request.url()));
  for (const name of pages) await page.goto(addressOf(name));
  page.removeAllListeners("request");
  expect(loaded.filter((url) => !url.startsWith(pathToFileURL(site).href))).toEqual([]);
});

test("each link into Datadog opens the monitor and the dashboard that it says", async () => {
  const monitors: Link[] = [];
  const others = new Set<string>();
  for (const name of pages) {
    await page.goto(addressOf(name));
    monitors.push(...(await linksIn("blockquote a[href^=http]")));
    for (const { url } of await linksIn("a[href^=http]")) others.add(url);
  }
  expect(monitors).toHaveLength(pages.length - 1);
  for (const { words, url } of monitors) expect([words, await opened(url)]).toEqual([words, shows(words)]);
  await page.goto(addressOf(""));
  const dashboards = (await linksIn("#dashboards + ul a")).filter(({ words }) => words.startsWith("Lookout: "));
  expect(dashboards).toHaveLength(3);
  for (const { words, url } of dashboards) expect([words, await opened(url)]).toEqual([words, shows(words)]);
  // A service has a page once its first traces have come.
  for (const url of others) {
    await eventually(url, 120, async () => ((await opened(url)).status === 200 ? true : undefined));
  }
});

/** The page that is found, of that title. */
function shows(words: string): object {
  return { status: 200, title: expect.stringContaining(words) as string };
}

test.each(["light", "dark"] as const)("axe finds nothing serious, %s", async (colorScheme) => {
  await page.emulateMedia({ colorScheme });
  const found: string[] = [];
  for (const name of pages) {
    await page.goto(addressOf(name));
    await page.addScriptTag({ path: AXE });
    const { violations, passes } = await page.evaluate<AxeResults>("axe.run()");
    expect(passes.length).toBeGreaterThan(10);
    for (const { id, impact, nodes } of violations) {
      if (impact === "serious" || impact === "critical") found.push(`${name}: ${id}: ${nodes[0]?.html ?? ""}`);
    }
  }
  expect(found).toEqual([]);
});

test("the index is as docs/runbooks.md shows it; with LOOKOUT_SCREENSHOTS=1 the picture is made anew", async () => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(addressOf(""));
  const [kept, drawn] = [path.join(repositoryRoot, "docs/images/runbooks.png"), path.join(site, "index.png")];
  await page.screenshot({ path: process.env.LOOKOUT_SCREENSHOTS === "1" ? kept : drawn });
  expect(await page.title()).toBe("Runbooks of dev · dev");
  expect(fs.readFileSync(kept).subarray(1, 4).toString()).toBe("PNG");
});
