import type { Engine } from "../engine/engine.js";
import { type PluginName, pluginVersions } from "../plugins/versions.js";

/** What stood in for what this machine lacks, and what did not. */
export function standIns(
  datadogUrl: string,
  engine: Pick<Engine, "official">,
  localPlugins: readonly PluginName[],
): string {
  const pulumi = engine.official ? "the official Pulumi engine" : "the Pulumi engine, built from its own Go modules";
  const officialPlugins = (Object.keys(pluginVersions) as PluginName[]).filter((name) => !localPlugins.includes(name));
  const stoodIn = [`Datadog (${datadogUrl})`, "its Agent", ...plugins("", localPlugins)];
  const real = [pulumi, ...plugins("official ", officialPlugins), "the hosts, their SSH and databases"];
  return `Stand-ins: ${listed(stoodIn)}. Real: ${listed(real)}.`;
}

function plugins(kind: string, names: readonly PluginName[]): string[] {
  return names.length === 0
    ? []
    : [`the ${kind}provider ${names.length === 1 ? "plugin" : "plugins"} ${listed(names)}`];
}

function listed(parts: readonly string[]): string {
  return new Intl.ListFormat("en-GB", { type: "conjunction" }).format(parts);
}
