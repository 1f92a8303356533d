import { ESLint, Linter } from "eslint";
import { expect, test } from "vitest";

const eslint = new ESLint();

/** What the project's own rules say of one import in a file. */
async function refused(file: string, specifier: string): Promise<boolean> {
  const { rules } = (await eslint.calculateConfigForFile(file)) as Linter.Config;
  const rule = rules?.["no-restricted-imports"];
  if (rule === undefined) throw new Error(`nothing is said of ${file}`);
  const messages = new Linter().verify(`import "${specifier}";`, [{ rules: { "no-restricted-imports": rule } }]);
  return messages.length > 0;
}

test.each([
  ["datadog/lint/monitor.ts", "../../components/findings"],
  ["datadog/lint/monitor.ts", "../../settings/parts"],
  ["datadog/lint/monitor.ts", "@pulumi/pulumi"],
  ["settings/load.ts", "../components/environment/settings"],
  ["components/agent/host-agent.ts", "../packs/my-metric/integration"],
  ["components/monitors/metric-monitor.ts", "../environment/settings"],
  ["components/packs/postgres/monitors.ts", "../mysql/monitors"],
  ["components/packs/databases/kind.ts", "../postgres/kind"],
  ["components/packs/services/widgets.ts", "../../environment/dashboards"],
  ["components/environment/servers.ts", "../../sandbox/instance"],
])("%s may not import %s", async (file, specifier) => {
  expect(await refused(file, specifier)).toBe(true);
});

test.each([
  ["datadog/lint/monitor.ts", "../query/parse"],
  ["settings/load.ts", "../user-error"],
  ["components/agent/settings.ts", "../../settings/parts"],
  ["components/packs/postgres/monitors.ts", "../databases/names"],
  ["components/packs/postgres/monitors.ts", "./settings"],
  ["components/packs/postgres/monitors.ts", "../../monitors/declared"],
  ["components/packs/postgres/monitors.ts", "../../../datadog/query/build"],
  ["components/environment/servers.ts", "../packs/databases/names"],
])("%s may import %s", async (file, specifier) => {
  expect(await refused(file, specifier)).toBe(false);
});
