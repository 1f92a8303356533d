import path from "node:path";

import { cacheFolder } from "../cache.js";
import { claim } from "../cli/processes.js";
import { hasState, Stack } from "../cli/stack.js";
import { status } from "../cli/status.js";
import { up } from "../cli/up.js";
import { existingEngine } from "../engine/engine.js";
import { findInstance, type Instance } from "../instance.js";
import type { Notification } from "../datadog/state/notifications.js";
import { type Awaited, DemoDatadog, type DemoMonitor } from "./datadog.js";
import { DemoHost, MOST_SECONDS } from "./host.js";
import { Narrator } from "./narrator.js";

const PARTS = 4;
const METRIC = "my_metric";

/** What the demo shows, as the stack's outputs name it. */
interface Outputs {
  readonly dashboardUrl?: string;
  readonly hostMapUrl?: string;
  readonly monitorUrl?: string;
  readonly serviceMonitorUrls?: { readonly outage?: string };
  /** By `<host>.<service>`, as are those below. */
  readonly serviceUrls?: Readonly<Record<string, string>>;
  readonly services?: Readonly<Record<string, { readonly healthUrl: string }>>;
}

interface Scene {
  readonly datadog: DemoDatadog;
  readonly narrator: Narrator;
  readonly outputs: Outputs;
  readonly hosts: readonly DemoHost[];
  /** Puts back what a part changes; runs in any case, the last first. */
  readonly putBack: (what: string, undo: () => Promise<void>) => void;
}

/**
 * Shows a newcomer what the stack's monitors say, in two minutes with a look at each part, and puts everything back.
 *
 * @param options `yes`: nobody is asked to press Enter.
 */
export async function demo(name: string, options: { readonly yes?: boolean }): Promise<void> {
  const instance = await broughtUp(name);
  const outputs = (await new Stack(instance, await existingEngine(cacheFolder())).outputs()) as Outputs;
  const narrator = new Narrator(process.stdin.isTTY && process.stdout.isTTY && options.yes !== true, PARTS);
  const undone: { what: string; undo: () => Promise<void> }[] = [];
  const scene: Scene = {
    datadog: new DemoDatadog(instance),
    narrator,
    outputs,
    hosts: instance.hosts.map((host) => new DemoHost(instance, host)),
    putBack: (what, undo) => undone.unshift({ what, undo }),
  };
  const began = Date.now();
  try {
    await play(scene);
  } catch (error) {
    if (!narrator.interrupted.aborted) throw error;
    process.exitCode = 130;
  } finally {
    await putBack(undone);
  }
  if (process.exitCode !== 130) farewell(scene, Math.round((Date.now() - began) / 1000));
}

/** The sandbox with its stack, which may have to be made first. */
async function broughtUp(name: string): Promise<Instance> {
  const found = await findInstance(name);
  if (found && hasState(found) && (await runs(found))) {
    claim(path.join(found.folder, "run", "cli.pid"));
    return found;
  }
  console.log(`The sandbox "${name}" is not up: it comes first, and the demo's minutes are counted from then on.`);
  await up(name, { stack: true });
  const made = await findInstance(name);
  if (!made) throw new Error(`the sandbox "${name}" was removed meanwhile; run this again`);
  return made;
}

async function runs(instance: Instance): Promise<boolean> {
  const { hosts, servers } = await status(instance);
  return hosts.every(({ state }) => state === "running") && servers.every(({ pid }) => pid !== undefined);
}

async function play(scene: Scene): Promise<void> {
  const { datadog, narrator, outputs, putBack } = scene;
  const monitor = await datadog.monitorAt(outputs.monitorUrl);
  console.log(
    "\n❯ What this stack's monitors say, in four parts: two minutes with a look at each. Nothing leaves this machine.",
  );
  await narrator.look(
    "Open this beside the terminal; what Datadog would have sent arrives there:",
    datadog.inbox,
    ...(outputs.dashboardUrl === undefined ? [] : ["and the dashboard:", outputs.dashboardUrl]),
  );
  putBack("quiet hours hold again, and every host is heard", async () => {
    await datadog.pretendNothing();
    await datadog.evaluate();
  });
  await datadog.pretend({ unmuted: true, forSeconds: MOST_SECONDS });
  if ((await datadog.openDowntimes()) > 0) {
    narrator.say(
      "",
      "These are quiet hours: Datadog would show what follows and tell nobody. Until the demo ends, its stand-in",
      "tells all the same.",
    );
  }
  if (monitor) {
    await threshold(scene, monitor);
    await silence(scene, monitor);
  } else narrator.say("", `The stack has no monitor of ${METRIC}: the first three parts are left out.`);
  await slowness(scene);
}

/** The metric crosses the warning, then the alert. */
async function threshold(scene: Scene, monitor: DemoMonitor): Promise<void> {
  const { datadog, narrator, hosts, putBack } = scene;
  const host = hosts[0]?.name ?? "";
  const { critical = 800, warning } = monitor.options.thresholds ?? {};
  const warns = warning ?? critical / 2;
  const minutes = Number(/last_(\d+)m/.exec(monitor.query)?.[1] ?? 5);
  // A minute more than the window: Datadog does not judge a host that it has seen for less than five minutes.
  const send = async (value: number, to = host) => {
    await datadog.sendMinutes(METRIC, to, minutes + 1, value);
    await datadog.evaluate();
  };
  const group = `host:${host}`;
  const calm = Math.round(warns * 0.6);
  putBack(`${METRIC} is calm on ${host}`, () => send(calm));
  for (const { name } of hosts) await send(calm, name);

  narrator.title(`${METRIC} crosses ${warns}`);
  const between = Math.round((warns + critical) / 2);
  narrator.say(
    `Its monitor looks at the average of ${minutes} minutes. In place of waiting, the demo sends those of ${host} anew, at ${between}.`,
  );
  let since = nowSeconds();
  await send(between);
  await shown(scene, { monitor, group, transition: "Warn", since }, 30);
  await narrator.look(`${datadog.monitorUrl(monitor)}: ${METRIC} of ${host} above the warning, ${warns}.`);

  narrator.title(`${METRIC} crosses ${critical}`);
  const above = Math.round(critical * 1.2);
  narrator.say(`The same minutes once more, at ${above}.`);
  since = nowSeconds();
  await send(above);
  await shown(scene, { monitor, group, transition: "Triggered", since }, 30);
  await narrator.look(`${datadog.monitorUrl(monitor)}: above the alert, ${critical}. The inbox has both messages.`);
}

/** An Agent stops. */
async function silence(scene: Scene, monitor: DemoMonitor): Promise<void> {
  const { datadog, narrator, hosts, outputs, putBack } = scene;
  const host = hosts.at(-1);
  if (!host) return;
  narrator.title(`An Agent stops`);
  const minutes = monitor.options.no_data_timeframe ?? 10;
  narrator.say(
    `The demo stops the Agent of ${host.name}: systemctl stop datadog-agent. Datadog would say so after ${minutes} minutes;`,
    "its stand-in is told that they have gone by.",
  );
  const since = nowSeconds();
  putBack(`the Agent of ${host.name} runs`, () => host.startAgent());
  await host.stopAgent();
  await datadog.pretend({ silent: { host: host.name, seconds: 60 * minutes }, forSeconds: MOST_SECONDS });
  await datadog.evaluate();
  await shown(scene, { monitor, group: `host:${host.name}`, transition: "No data", since }, 30);
  await narrator.look(
    `${datadog.monitorUrl(monitor)}: No Data for ${host.name}, not for the others. In the inbox, its other monitors say so, too.`,
    ...(outputs.hostMapUrl === undefined ? [] : [`${outputs.hostMapUrl}: the host itself.`]),
  );
}

/** A service slows down and fails, of which its composite monitor makes one page. */
async function slowness(scene: Scene): Promise<void> {
  const { datadog, narrator, hosts, outputs, putBack } = scene;
  const monitor = await datadog.monitorAt(outputs.serviceMonitorUrls?.outage);
  const [first] = Object.entries(outputs.services ?? {});
  const [key = "", found] = first ?? [];
  const host = hosts.find(({ name }) => key.startsWith(`${name}.`));
  narrator.title("A service slows down");
  if (!monitor || !found || !host) {
    narrator.say("The stack has no traced service: this is left out.");
    return;
  }
  const service = key.slice(host.name.length + 1);
  const awaited = { monitor, group: `service:${service}`, transition: "Triggered" };
  const page = outputs.serviceUrls?.[key] ?? datadog.url;
  if ((await datadog.statusOf(monitor, awaited.group)) === "Alert") {
    narrator.say("It still is, of an earlier demo: its monitors look at ten minutes. What was sent then:");
    await shown(scene, { ...awaited, since: 0 }, 5);
    return narrator.look(`${page}: the service, its latency and its failed requests.`);
  }
  narrator.say(
    `The demo has ${service} asked, some times a second, and holds PostgreSQL on ${host.name}: each request waits two`,
    "seconds for the database, then fails. That goes on until the monitors say so, for some seconds.",
  );
  const since = nowSeconds();
  putBack(`nobody asks ${service} any more`, () => host.stopRequests());
  putBack(`PostgreSQL on ${host.name} goes on`, () => host.releasePostgres());
  await host.holdPostgres();
  await host.startRequests(new URL("/api/trace", found.healthUrl).href);
  await shown(scene, { ...awaited, since }, 120);
  await Promise.all([host.stopRequests(), host.releasePostgres()]);
  await narrator.look(
    `${page}: the service, its latency and its failed requests.`,
    `${datadog.monitorUrl(monitor)}: slow is one monitor and failing another; both at once are this one, the page.`,
  );
}

/** Waits for a message and prints it. */
async function shown({ datadog, narrator }: Scene, awaited: Awaited, seconds: number): Promise<void> {
  for (const end = Date.now() + 1000 * seconds; ;) {
    const message = await datadog.sent(awaited);
    if (message) {
      narrator.say("", ...wordsOf(message), "");
      return;
    }
    if (Date.now() > end) {
      const { monitor, group, transition } = awaited;
      throw new Error(
        `"${monitor.name}" has not said "${transition}" of ${group} within ${seconds} s; ` +
          `${datadog.monitorUrl(monitor)} shows what it sees`,
      );
    }
    await narrator.rest(2);
    await datadog.evaluate();
  }
}

/** The title, whom it is for, and the message's first line. */
function wordsOf({ title, handles, body }: Notification): string[] {
  const first = body
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("@"));
  return [`✉ ${title}`, `  to ${handles.join(" ")}`, ...(first === undefined ? [] : [`  ${first}`])];
}

async function putBack(undone: readonly { what: string; undo: () => Promise<void> }[]): Promise<void> {
  if (undone.length === 0) return;
  console.log("\n❯ As it was");
  for (const { what, undo } of undone) {
    try {
      await undo();
      console.log(`✔ ${what}`);
    } catch (error) {
      process.exitCode = 1;
      console.error(`✖ ${what}: ${error instanceof Error ? error.message : String(error)}`);
      console.error("  It comes back by itself within ten minutes; `make demo` tries again.");
    }
  }
}

function farewell({ datadog }: Scene, seconds: number): void {
  console.log(`\nThat took ${seconds} s. The messages stay in the inbox: ${datadog.inbox}
The service's monitors recover by themselves, ten minutes after its last slow request.`);
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
