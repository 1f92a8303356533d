import * as path from "node:path";
import { Secret, type Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { PluginName } from "../../../sandbox/plugins/versions.js";
import { rigText, type Case, type Step } from "../corpus/case.js";
import { longText } from "../corpus/variations.js";
import { Course } from "./course.js";
import { keys, WatchedDatadog } from "./datadog.js";
import { fileToCopy } from "./file.js";
import { Names } from "./names.js";
import { changes, toPlain, type PlainObject } from "./plain.js";
import { Plugin, PluginError } from "./plugin.js";
import { checkConfig, configure, greet, subjectOf } from "./requests.js";
import { privateKeys, WatchedHost } from "./ssh.js";

/** A plugin's process between a stand-in of Datadog and hosts that note what reaches them. */
export class Session {
  #host: WatchedHost | undefined;
  #acceptsSecrets = true;

  private constructor(
    readonly plugin: Plugin,
    readonly datadog: WatchedDatadog,
    private readonly name: PluginName,
    readonly version: string,
  ) {}

  /** @param file the plugin's program. */
  static async start(name: PluginName, file: string): Promise<Session> {
    const datadog = await WatchedDatadog.start();
    const plugin = await Plugin.start(file);
    const { version } = await greet(plugin);
    const session = new Session(plugin, datadog, name, version);
    await session.#configure(session.#names().fill(settingsOf(name)) as Properties);
    session.datadog.takeRequests();
    session.takeLogged();
    return session;
  }

  /** Whether the plugin keeps secrets itself. */
  get acceptsSecrets(): boolean {
    return this.#acceptsSecrets;
  }

  takeHostEvents(): string[] {
    return this.#host?.takeEvents() ?? [];
  }

  /** Lines that a user of `pulumi up` sees; debug lines are for whoever traces the plugin. */
  takeLogged(): string[] {
    const severities = ["debug", "info", "warning", "error"];
    return this.plugin
      .takeLogged()
      .map(({ severity, message, ephemeral }) => `${ephemeral ? "status" : (severities[severity] ?? "?")}: ${message}`)
      .filter((line) => !line.startsWith("debug: "));
  }

  /** The case's steps, each with what came of it. */
  async run(one: Case): Promise<PlainObject[]> {
    this.#host = await WatchedHost.start(one.host);
    await this.datadog.reset();
    try {
      const names = this.#names(this.#host);
      for (const [path, text] of one.steps.flatMap(longTexts)) names.show(text, `<a long text: ${path}>`);
      const course = new Course(this, names, one);
      const recorded: PlainObject[] = [];
      let declared: Properties | undefined;
      for (const step of one.steps) {
        const came = await this.#take(step, course, names);
        if (came) recorded.push({ ...(names.hide(shown(step, declared)) as PlainObject), ...came });
        declared = "given" in step ? step.given : "up" in step ? step.up : declared;
      }
      return recorded;
    } finally {
      this.datadog.takeRequests();
      await this.#host.stop();
    }
  }

  async #configureAs(settings: Properties): Promise<PlainObject> {
    const names = this.#names();
    const filled = names.fill(settings) as Properties;
    try {
      return names.hide({ settings: toPlain(settings), ...(await this.#configure(filled)) }) as PlainObject;
    } catch (error) {
      if (!(error instanceof PluginError)) throw error;
      const happened = { settings: toPlain(settings), ...this.#asked(), error: error.message };
      return names.hide(happened) as PlainObject;
    }
  }

  /** What a plugin, in a process of its own, says of its own settings. */
  static async configured(name: PluginName, file: string, settings: Properties): Promise<PlainObject> {
    const session = await Session.start(name, file);
    try {
      return await session.#configureAs(settings);
    } finally {
      await session.stop();
    }
  }

  async stop(): Promise<void> {
    await this.plugin.stop();
    await this.datadog.stop();
  }

  async #configure(settings: Properties): Promise<PlainObject> {
    const subject = subjectOf(`pulumi:providers:${this.name}`, this.name);
    const { inputs, failures } = await checkConfig(this.plugin, subject, settings);
    if (failures.length > 0) {
      return { failures: failures.map(({ property, reason }) => ({ [property]: reason })) };
    }
    const answer = await configure(this.plugin, subject, inputs);
    this.#acceptsSecrets = answer.acceptsSecrets;
    return { ...this.#asked(), answer: { ...answer } };
  }

  #asked(): PlainObject {
    const requests = this.datadog.takeRequests().map(({ asked, keys: right }) => `${asked}, keys: ${right}`);
    const logged = this.takeLogged();
    return { ...(requests.length > 0 && { datadog: requests }), ...(logged.length > 0 && { logged }) };
  }

  async #take(step: Step, course: Course, names: Names): Promise<PlainObject | undefined> {
    if ("faults" in step) {
      await this.datadog.setFaults(step.faults);
      return {};
    }
    if ("behind" in step) {
      const { method, path, body } = step.behind;
      await this.datadog.behind(method, names.fill(path) as string, body);
      return {};
    }
    if ("byHand" in step) {
      const made = await this.datadog.behind("POST", step.byHand.path, step.byHand.body);
      names.set("<id>", idIn(made));
      return {};
    }
    return course.step(step);
  }

  #names(host?: WatchedHost): Names {
    const names = new Names();
    names.set(rigText.apiUrl, this.datadog.url);
    names.show(new URL(this.datadog.url).host, rigText.apiUrl);
    names.set(rigText.apiKey, keys.apiKey);
    names.set(rigText.appKey, keys.appKey);
    names.show(longText, "<x, 5000 times>");
    if (!host) return names;
    names.set(rigText.host, "127.0.0.1");
    names.set(rigText.port, host.port);
    names.set(rigText.hostKey, host.hostKey);
    names.set(rigText.privateKey, privateKeys.own);
    names.set(rigText.otherKey, privateKeys.other);
    names.set(rigText.file, fileToCopy());
    names.show(path.basename(fileToCopy()), "<the file's name>");
    return names;
  }
}

/** Of what Datadog answered: a downtime's lies deeper. */
function idIn(made: unknown): string {
  const { id, data } = made as { id?: string | number; data?: { id: string } | readonly { id: string }[] };
  return String(id ?? [data].flat()[0]?.id);
}

/** As the engine hands them over: text, whatever their type. */
function settingsOf(name: PluginName): Properties {
  if (name !== "datadog") return {};
  const { apiUrl, apiKey, appKey } = rigText;
  // Those of the stack, which says nothing of retries: half of the official plugin takes a setting for another.
  return { apiUrl, apiKey, appKey, validate: "false" };
}

/** The step itself, at the head of what came of it; inputs as what differs from those declared before. */
function shown(step: Step, before: Properties | undefined): PlainObject {
  if (!("up" in step || "preview" in step)) return JSON.parse(JSON.stringify(step)) as PlainObject;
  const [verb, declared] = "up" in step ? (["up", step.up] as const) : (["preview", step.preview] as const);
  const inputs = toPlain(declared);
  if (before === undefined) return { [verb]: inputs };
  const changed = changes(toPlain(before), inputs);
  return changed ? { [`${verb}, changed`]: changed } : { [verb]: "of the same" };
}

/** A script of the stack's is pages long, in a command's text or on its way there: a recording names it. */
function longTexts(step: Step): [path: string, text: string][] {
  if (!("up" in step)) return [];
  return Object.entries(step.up).flatMap(([name, value]) => {
    const text = value instanceof Secret ? value.value : value;
    return typeof text === "string" && text.length > 1000 && text !== longText ? [[name, text]] : [];
  });
}
