import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { AxeResults } from "axe-core";
import { type Browser, chromium, type Locator, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { createRig, type Rig } from "../rig.js";
import { listen, type Listening } from "../server.js";
import { watched, type Watched } from "./watched.js";

const AXE = createRequire(import.meta.url).resolve("axe-core");
const SCHEMES = ["light", "dark"] as const;
const LIVE_SECONDS = 15;

let folder: string;
let rig: Rig;
let server: Listening;
let browser: Browser;
let page: Page;
let on: Watched;
/** Errors of the page, and requests that went elsewhere. */
let wrong: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stand-in-pages-"));
  rig = createRig("2026-12-01T12:00:00Z", folder);
  on = await watched(rig);
  server = await listen(rig, "127.0.0.1", 0);
  browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
});

afterAll(async () => {
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  page = await browser.newPage({ viewport: { width: 1400, height: 1000 } });
  wrong = [];
  page.on("console", (message) => {
    // That a page is missing is said by the browser too.
    if (message.type() === "error" && !message.text().includes("404")) wrong.push(message.text());
  });
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith("data:")) wrong.push(request.url());
  });
});

afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

async function open(path: string): Promise<void> {
  await page.goto(server.url + path);
}

/** The series that a page's charts have, of those that have any. */
function drawnSeries(): Promise<string[]> {
  return page.$$eval("[data-chart]", (charts) =>
    charts
      .filter((chart) => chart.querySelector("canvas") !== null)
      .flatMap((chart) =>
        (JSON.parse((chart as HTMLElement).dataset.chart ?? "") as { series: { label: string }[] }).series.map(
          ({ label }) => label,
        ),
      ),
  );
}

function widget(title: string): Locator {
  return page.locator(".widget", { has: page.getByRole("heading", { name: title }) });
}

/** What the canvas of the chart with this heading shows. */
function picture(title: string): Promise<string> {
  return widget(title)
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

describe.each(SCHEMES)("every page, %s", (colorScheme) => {
  test("has nothing that axe finds serious, and no error", { timeout: 300_000 }, async () => {
    await page.emulateMedia({ colorScheme });
    const found: string[] = [];
    for (const path of on.paths) {
      await open(path);
      await page.$$eval("details", (all) => {
        for (const one of all) one.open = true;
      });
      await page.addScriptTag({ path: AXE });
      const { violations, passes } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
      expect(passes.length).toBeGreaterThan(10);
      for (const { id, impact, nodes } of violations)
        if (impact === "serious" || impact === "critical")
          found.push(...nodes.map(({ html }) => `${path}: ${id}: ${html}`));
    }
    expect(found).toEqual([]);
  });
});

test("charts are drawn in the colours of the scheme, and anew where that changes", async () => {
  await page.emulateMedia({ colorScheme: "light" });
  await open(on.dashboard);
  const light = await picture("my_metric by host");
  await page.emulateMedia({ colorScheme: "dark" });
  await expect.poll(() => picture("my_metric by host")).not.toBe(light);
  await page.emulateMedia({ colorScheme: "light" });
  await expect.poll(() => picture("my_metric by host")).toBe(light);
});

test.each([1400, 420])("no label of an axis is cut where the page is %i wide", async (width) => {
  await page.setViewportSize({ width, height: 1000 });
  for (const path of [on.dashboard, `/monitors/${on.monitors.metric}`]) {
    await open(path);
    // What is cut reaches to the picture's edge.
    const cut = await page.$$eval("[data-chart] canvas", (canvases) =>
      canvases.map((one) => {
        const canvas = one as HTMLCanvasElement;
        const context = canvas.getContext("2d");
        const inked = (x: number, y: number, width: number, height: number) =>
          context?.getImageData(x, y, width, height).data.some((value) => value > 0) ?? true;
        const { width, height } = canvas;
        const edges = {
          left: inked(0, 0, 1, height),
          right: inked(width - 1, 0, 1, height),
          bottom: inked(0, height - 1, width, 1),
        };
        return { ...edges, hasLabels: inked(0, 0, 40, height) };
      }),
    );
    expect(cut.length).toBeGreaterThan(0);
    expect(cut).toEqual(cut.map(() => ({ left: false, right: false, bottom: false, hasLabels: true })));
  }
});

test("in a narrow window no page has to be scrolled to the side", async () => {
  await page.setViewportSize({ width: 420, height: 900 });
  const wide: string[] = [];
  for (const path of on.paths) {
    await open(path);
    if (await page.evaluate("document.documentElement.scrollWidth > innerWidth")) wide.push(path);
  }
  expect(wide).toEqual([]);
});

test("the values under the pointer are shown, and go with it", async () => {
  await open(on.dashboard);
  const plot = widget("my_metric by host").locator(".u-over");
  await plot.hover({ position: { x: 20, y: 60 } });
  const values = widget("my_metric by host").locator(".values");
  expect(await values.innerText()).toMatch(/^2026-12-01 11:0\d:00 UTC\nhost:db1: 3\d\d[.\d]*\nhost:db2: 3\d\d/);
  await page.mouse.move(5, 5);
  await expect.poll(() => values.count()).toBe(0);
});

describe("a template variable", () => {
  test("that is chosen redraws the dashboard in place, and is kept by the time that is chosen next", async () => {
    await open(on.dashboard);
    expect(new Set(await drawnSeries())).toEqual(new Set(["host:db1", "host:db2"]));
    const before = await picture("my_metric by host");
    await page.getByLabel("$host").focus();
    await page.getByLabel("$host").selectOption("db2");
    await expect.poll(drawnSeries).not.toContain("host:db1");
    expect(await drawnSeries()).toContain("host:db2");
    expect(await picture("my_metric by host")).not.toBe(before);
    expect(await page.evaluate("document.activeElement.name")).toBe("tpl_var_host");
    await page.getByRole("link", { name: "4h" }).click();
    await page.waitForURL(/tpl_var_host=db2/);
    expect(new Set(await drawnSeries())).toEqual(new Set(["host:db2"]));
  });

  test("is chosen without a script too", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(server.url + on.dashboard);
    await plain.getByLabel("$host").selectOption("db2");
    await plain.getByRole("button", { name: "Show" }).first().click();
    expect(plain.url()).toContain("tpl_var_host=db2");
    const numbers = await plain
      .locator(".widget", { hasText: "my_metric by host" })
      .locator("tbody th")
      .allInnerTexts();
    expect(numbers).toEqual(["host:db2"]);
    await context.close();
  });
});

test("two times that are chosen are a view that stands still", async () => {
  await open(`${on.dashboard}?tpl_var_host=db1`);
  await page.getByText("From – to").click();
  await page.getByLabel("From (UTC)").fill("2026-12-01T09:00");
  await page.getByLabel("To (UTC)").fill("2026-12-01T10:30");
  await page.locator(".times").getByRole("button", { name: "Show" }).click();
  await page.waitForURL(/live=false/);
  expect(await page.locator(".times").innerText()).toContain("2026-12-01 09:00:00 UTC – 2026-12-01 10:30:00 UTC");
  expect(await page.getByLabel("$host").inputValue()).toBe("db1");
  expect(await page.getByRole("button", { name: "Pause updates" }).count()).toBe(0);
});

test("what anomalies() expects is drawn, and what lies outside is red", async () => {
  await open(on.dashboard);
  const connections = widget("Connections");
  await expect.poll(() => connections.innerText()).toMatch(/host:db1: expected by anomalies\(\), \d+ outside/);
  const reds = await connections.locator("canvas").evaluate((canvas: HTMLCanvasElement) => {
    const { data = [] } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
    let count = 0;
    // --alert-line of the light scheme.
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === 0xc8 && data[at + 1] === 0x37 && data[at + 2] === 0x2d) count += 1;
    return count;
  });
  expect(reds).toBeGreaterThan(10);
});

test("an alert appears in the inbox while one looks at it, with the text that its recipient reads", async () => {
  await page.clock.install();
  await open("/stand-in/inbox?to=%40oncall%40example.com");
  const inbox = page.locator(".inbox");
  expect(await inbox.innerText()).not.toContain("[Triggered on {host:db9}]");
  const opened = page.locator(".inbox summary").first();
  await opened.click();
  rig.time.now += 60_000;
  await rig.call("POST", "/intake/", {
    internalHostname: "db9",
    gohai: JSON.stringify({ network: { ipaddress: "10.89.64.19" } }),
  });
  await rig.send("my_metric", [[0, 901]], "db9");
  rig.evaluator.evaluateAll();
  await page.clock.runFor(LIVE_SECONDS * 1000);
  await expect.poll(() => inbox.innerText()).toContain("[Triggered on {host:db9}] my_metric is high");
  const entry = page.locator(".inbox details", { hasText: "{host:db9}" });
  expect(await entry.innerText()).toContain(
    "my_metric on db9 (10.89.64.19) averages 901.0 over 5 minutes: above 800.0.\nRunbook or https://",
  );
  expect(await entry.getByRole("link", { name: "Runbook" }).getAttribute("href")).toBe(
    "https://wiki.example.com/runbooks/my-metric",
  );
  expect(await inbox.innerText()).not.toContain("@dba@example.com");
  // What was closed stays closed, and what has the focus keeps it.
  expect(await page.locator(".inbox details").nth(1).getAttribute("open")).toBeNull();
  await page.getByLabel("To").selectOption("");
  await expect.poll(() => inbox.innerText()).toContain("@dba@example.com");
});

test("updates can be paused", async () => {
  await page.clock.install();
  await open("/");
  let asked = 0;
  page.on("request", () => (asked += 1));
  await page.getByRole("button", { name: "Pause updates" }).click();
  await page.clock.runFor(3 * LIVE_SECONDS * 1000);
  expect(asked).toBe(0);
  await page.getByRole("button", { name: "Pause updates" }).click();
  await page.clock.runFor(LIVE_SECONDS * 1000);
  await expect.poll(() => asked).toBe(1);
});

test("by keyboard one skips the header, and scrolls what is larger than its place", async () => {
  await page.setViewportSize({ width: 420, height: 700 });
  await open(`/monitors/${on.monitors.metric}`);
  await page.keyboard.press("Tab");
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  expect(await page.evaluate("document.activeElement.id")).toBe("main");
  const wide = page.getByRole("group", { name: "Notifications" });
  await wide.focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => wide.evaluate((one) => one.scrollLeft)).toBeGreaterThan(0);
  expect(await wide.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe("solid");
});

test("the strip of a monitor's states lies below its chart's plot", async () => {
  await open(`/monitors/${on.monitors.metric}`);
  const [plot, track] = await Promise.all(
    [".u-over", ".timeline .track"].map((selector) => page.locator(selector).first().boundingBox()),
  );
  expect(Math.abs((plot?.x ?? 0) - (track?.x ?? 99))).toBeLessThan(2);
  expect(Math.abs((plot?.width ?? 0) - (track?.width ?? 99))).toBeLessThan(2);
});
