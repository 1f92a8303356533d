import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import { bundlePlugin } from "../../sandbox/plugins/bundle.js";
import { findOfficial } from "../../sandbox/plugins/official.js";
import { pluginVersions, type PluginName } from "../../sandbox/plugins/versions.js";
import type { Case } from "./corpus/case.js";
import { configurations, configurationType } from "./corpus/configurations.js";
import { corpus } from "./corpus/corpus.js";
import { stackCases } from "./corpus/stack.js";
import { knownDifferences } from "./known-differences.js";
import type { PlainObject } from "./drive/plain.js";
import { Session } from "./drive/session.js";
import { comparable, recordings } from "./recording.js";

const USAGE = `npm run conformance -- --official DIR [--plugin NAME] [--only TEXT] [--record [--made-of TEXT]]

Asks the official plugins and the local ones the same, and prints where they differ.

  --official DIR   a plugin folder as Pulumi lays it out, such as ~/.pulumi/plugins
  --plugin NAME    command, random or datadog; without it, all three
  --only TEXT      cases whose name holds it
  --record         compares nothing, and keeps what the official plugins did in tests/plugins/recordings
  --made-of TEXT   what the plugin is made of, for the recordings' heads`;

interface Options {
  readonly official: string;
  readonly plugin: string | undefined;
  readonly only: string;
  readonly record: boolean;
  readonly madeOf: string | undefined;
}

function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      official: { type: "string" },
      plugin: { type: "string" },
      only: { type: "string", default: "" },
      record: { type: "boolean", default: false },
      "made-of": { type: "string" },
    },
  });
  if (values.official === undefined) return undefined;
  const { official, plugin, only, record } = values;
  return { official, plugin, only, record, madeOf: values["made-of"] };
}

/** One plugin's answers to every case of its own. */
async function drive(
  name: PluginName,
  file: string,
  cases: readonly Case[],
  each: (one: Case, steps: PlainObject[]) => void,
): Promise<void> {
  const session = await Session.start(name, file);
  try {
    for (const one of cases) each(one, await session.run(one));
  } finally {
    await session.stop();
  }
}

/** With the programs of both plugins, and the head of a recording. */
async function withPlugins(
  name: PluginName,
  options: Options,
  work: (official: string, local: string, plugin: string) => Promise<void>,
): Promise<void> {
  const official = await findOfficial(path.resolve(options.official), name);
  if (official === undefined) {
    throw new Error(`${options.official} holds no official pulumi-resource-${name} ${pluginVersions[name]}`);
  }
  const folder = mkdtempSync(path.join(tmpdir(), "conformance-"));
  try {
    const local = path.join(folder, `pulumi-resource-${name}`);
    writeFileSync(local, await bundlePlugin(name), { mode: 0o755 });
    const madeOf = options.madeOf === undefined ? "" : ` (${options.madeOf})`;
    await work(official, local, `${name} ${pluginVersions[name]}${madeOf}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function compare(name: PluginName, cases: readonly Case[], options: Options): Promise<number> {
  let different = 0;
  await withPlugins(name, options, async (official, local, plugin) => {
    const answers = new Map<string, string>();
    await drive(name, official, cases, (one, steps) => {
      answers.set(one.name, comparable(steps));
      if (options.record) recordings.write(one.name, { plugin, type: one.type, steps });
    });
    if (options.record) {
      console.log(`${plugin}: ${cases.length} cases recorded`);
      return;
    }
    await drive(name, local, cases, (one, steps) => {
      if (comparable(steps) === answers.get(one.name)) return;
      different += 1;
      const isKnown = knownDifferences.some(({ cases: pattern }) => pattern.test(one.name));
      console.log(`differs${isKnown ? ", as is known" : ""}: ${one.name}`);
    });
    console.log(`${plugin}: ${cases.length} cases, ${different} differ`);
  });
  return different;
}

async function compareConfigurations(options: Options): Promise<number> {
  if ((options.plugin ?? "datadog") !== "datadog") return 0;
  const chosen = configurations.filter(({ name }) => name.includes(options.only));
  let different = 0;
  await withPlugins("datadog", options, async (official, local, plugin) => {
    for (const { name, settings } of chosen) {
      const steps = [await Session.configured("datadog", official, settings)];
      if (options.record) recordings.write(name, { plugin, type: configurationType, steps });
      else if (comparable(steps) !== comparable([await Session.configured("datadog", local, settings)])) {
        different += 1;
        console.log(`differs: ${name}`);
      }
    }
  });
  return different;
}

async function main(): Promise<void> {
  const options = readOptions();
  if (!options) {
    console.error(USAGE);
    process.exitCode = 2;
    return;
  }
  const cases = [...corpus, ...(await stackCases())];
  const chosen = cases.filter(
    ({ name, plugin }) => name.includes(options.only) && plugin === (options.plugin ?? plugin),
  );
  let different = await compareConfigurations(options);
  for (const name of Object.keys(pluginVersions) as PluginName[]) {
    const own = chosen.filter(({ plugin }) => plugin === name);
    if (own.length > 0) different += await compare(name, own, options);
  }
  if (options.record && options.only === "" && options.plugin === undefined) {
    const known = new Set([...cases, ...configurations].map(({ name }) => name));
    recordings
      .names()
      .filter((name) => !known.has(name))
      .forEach((name) => {
        recordings.remove(name);
      });
  }
  process.exitCode = different > 0 ? 1 : 0;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
