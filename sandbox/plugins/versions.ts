/** The plugins that the stack uses; a plugin's version must equal that of its SDK package (`@pulumi/<name>`). */
export const pluginVersions = { command: "1.2.1", random: "4.21.1", datadog: "5.8.0" } as const;

export type PluginName = keyof typeof pluginVersions;

/** Path below a `plugins` folder, where the engine looks for it. */
export function pluginFile(name: PluginName): string {
  return `resource-${name}-v${pluginVersions[name]}/pulumi-resource-${name}`;
}
