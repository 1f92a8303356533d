import manifest from "../../package.json" with { type: "json" };

const { dependencies } = manifest;

/** The plugins that the stack uses, each of the version of its SDK package in package.json. */
export const pluginVersions = {
  command: dependencies["@pulumi/command"],
  random: dependencies["@pulumi/random"],
  datadog: dependencies["@pulumi/datadog"],
} as const;

export type PluginName = keyof typeof pluginVersions;

/** Path below a `plugins` folder, where the engine looks for it. */
export function pluginFile(name: PluginName): string {
  return `resource-${name}-v${pluginVersions[name]}/pulumi-resource-${name}`;
}
