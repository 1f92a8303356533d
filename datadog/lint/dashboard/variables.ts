import { closest } from "fastest-levenshtein";
import type { DashboardDefinition, DashboardRule, TemplateVariable, TemplateVariablePreset } from "./definition";

const VARIABLES = "https://docs.datadoghq.com/dashboards/template_variables/";
const MODEL =
  "https://github.com/DataDog/datadog-api-client-typescript/blob/master/packages/datadog-api-client-v1/models/DashboardTemplateVariable.ts";

const ENV: TemplateVariable = { name: "env", prefix: "env", defaults: ["*"] };
const ofVariables = (
  templateVariables: readonly TemplateVariable[],
  templateVariablePresets?: readonly TemplateVariablePreset[],
): DashboardDefinition => ({
  layoutType: "ordered",
  templateVariables,
  ...(templateVariablePresets && { templateVariablePresets }),
  widgets: [{ timeseriesDefinition: { title: "CPU", requests: [{ q: "avg:system.cpu.user{$env} by {host}" }] } }],
});
const preset = (name: string, ...names: string[]): TemplateVariablePreset => ({
  name,
  templateVariables: names.map((variable) => ({ name: variable, values: [name] })),
});

const unused: DashboardRule = {
  id: "dashboard/unused-template-variable",
  verdict: "may-be-meant",
  because: "Nothing on the dashboard changes with the variable: who chooses a value is misled.",
  source: "https://github.com/grosser/kennel/blob/master/lib/kennel/template_variables.rb",
  passes: ofVariables([ENV]),
  fails: ofVariables([ENV, { name: "role", prefix: "role", defaults: ["*"] }]),
  *check({ definition: { templateVariables = [], widgets = [] } }) {
    const written = JSON.stringify(widgets);
    for (const { name } of templateVariables.filter((one) => !isNamed(one.name, written))) {
      yield { problem: `no widget uses $${name}`, remedy: `write $${name} into the queries' scopes, or drop it` };
    }
  },
};

/** A variable's name may have periods in it; `$env.value` is of the variable `env`. */
function isNamed(variable: string, text: string): boolean {
  return text.split(`$${variable}`).some((after, index) => index > 0 && !/^[A-Za-z0-9_-]/.test(after));
}

const twice: DashboardRule = {
  id: "dashboard/template-variable-twice",
  verdict: "never-works",
  because: "A query names a variable by its name alone: of two, one is never meant.",
  source: VARIABLES,
  passes: ofVariables([ENV]),
  fails: ofVariables([ENV, { ...ENV, prefix: "environment" }]),
  *check({ definition: { templateVariables = [] } }) {
    const names = templateVariables.map(({ name }) => name);
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) < index))) {
      yield { problem: `two template variables are named ${name}`, remedy: "name one of them otherwise" };
    }
  },
};

const defaultBesideDefaults: DashboardRule = {
  id: "dashboard/template-variable-default",
  verdict: "refused",
  because: "default is deprecated, and can't be used together with defaults.",
  source: MODEL,
  passes: ofVariables([{ ...ENV, defaults: ["prod"] }]),
  fails: ofVariables([{ ...ENV, default: "prod", defaults: ["prod"] }]),
  *check({ definition: { templateVariables = [] } }) {
    for (const { name, default: value, defaults } of templateVariables) {
      if (value === undefined || defaults === undefined) continue;
      yield { problem: `$${name} has both default and defaults`, remedy: "drop default" };
    }
  },
};

const RECORDED =
  "https://github.com/DataDog/datadog-api-client-typescript/tree/master/cassettes/v1/Dashboards_1335235736/Create-a-new-dashboard-with-template-variable-";

const emptyDefault: DashboardRule = {
  id: "dashboard/template-variable-empty-default",
  verdict: "refused",
  because: "A default has at least one character: Datadog refuses an empty one. All values are *.",
  source: `${RECORDED}defaults-whose-value-has-no-length-returns-_3428927772`,
  passes: ofVariables([ENV]),
  fails: ofVariables([{ ...ENV, defaults: [""] }]),
  *check({ definition: { templateVariables = [] } }) {
    for (const { name, defaults = [] } of templateVariables) {
      if (!defaults.includes("")) continue;
      yield { problem: `$${name} has an empty default`, remedy: 'write "*" for all values, or drop it' };
    }
  },
};

const presetWithoutValues: DashboardRule = {
  id: "dashboard/preset-without-values",
  verdict: "refused",
  because: "A saved view gives each variable that it names at least one value: Datadog refuses an empty list.",
  source: `${RECORDED}presets-using-values-with-no-length-returns_1736692679`,
  passes: ofVariables([ENV], [preset("lab", "env")]),
  fails: ofVariables([ENV], [{ name: "lab", templateVariables: [{ name: "env", values: [] }] }]),
  *check({ definition: { templateVariablePresets = [] } }) {
    for (const { name: view = "", templateVariables: set = [] } of templateVariablePresets) {
      for (const { name = "", values, value } of set) {
        // One that is left out may be unknown at preview.
        if (values?.some((one) => one !== "") ?? value !== "") continue;
        yield { problem: `the preset ${view} gives $${name} no value`, remedy: 'write one, such as values: ["*"]' };
      }
    }
  },
};

const presetValueBesideValues: DashboardRule = {
  id: "dashboard/preset-value-beside-values",
  verdict: "refused",
  because: "A saved view's value is deprecated for values: Datadog refuses both together.",
  source: `${RECORDED}presets-using-values-and-value-returns-Bad-_4007590136`,
  passes: ofVariables([ENV], [preset("lab", "env")]),
  fails: ofVariables([ENV], [{ name: "lab", templateVariables: [{ name: "env", values: ["lab"], value: "lab" }] }]),
  *check({ definition: { templateVariablePresets = [] } }) {
    for (const { name: view = "", templateVariables: set = [] } of templateVariablePresets) {
      for (const { name = "", values, value } of set) {
        if (value === undefined || values === undefined) continue;
        yield { problem: `the preset ${view} gives $${name} both value and values`, remedy: "drop value" };
      }
    }
  },
};

const deprecatedDefault: DashboardRule = {
  id: "dashboard/template-variable-deprecated-default",
  verdict: "may-be-meant",
  because: "A template variable's default is deprecated: defaults takes its place.",
  source: MODEL,
  passes: ofVariables([{ ...ENV, defaults: ["prod"] }]),
  fails: ofVariables([{ name: "env", prefix: "env", default: "prod" }]),
  *check({ definition: { templateVariables = [] } }) {
    for (const { name, default: value, defaults } of templateVariables) {
      if (value === undefined || defaults !== undefined) continue;
      yield { problem: `$${name} has the deprecated default`, remedy: `write defaults: ["${value}"]` };
    }
  },
};

const unsortedPresets: DashboardRule = {
  id: "dashboard/presets-unsorted",
  verdict: "may-be-meant",
  because: "Datadog sorts saved views by name: in another order each preview shows a change.",
  source: "https://github.com/grosser/kennel/blob/master/lib/kennel/models/dashboard.rb",
  passes: ofVariables([ENV], [preset("lab", "env"), preset("prod", "env")]),
  fails: ofVariables([ENV], [preset("prod", "env"), preset("lab", "env")]),
  *check({ definition: { templateVariablePresets = [] } }) {
    const names = templateVariablePresets.map(({ name = "" }) => name);
    const sorted = [...names].sort();
    if (names.every((name, index) => name === sorted[index])) return;
    yield { problem: `the presets are in the order ${names.join(", ")}`, remedy: `write ${sorted.join(", ")}` };
  },
};

const presetOfUnknownVariable: DashboardRule = {
  id: "dashboard/preset-unknown-variable",
  verdict: "may-be-meant",
  because: "A saved view sets variables of its dashboard, and no others.",
  source: `${VARIABLES}#saved-views`,
  passes: ofVariables([ENV], [preset("lab", "env")]),
  fails: ofVariables([ENV], [preset("lab", "evn")]),
  *check({ definition: { templateVariables = [], templateVariablePresets = [] } }) {
    const known = templateVariables.map(({ name }) => name);
    for (const { name: view = "", templateVariables: set = [] } of templateVariablePresets) {
      for (const { name = "" } of set.filter((one) => one.name !== undefined && !known.includes(one.name))) {
        yield {
          problem: `the preset ${view} sets $${name}, which this dashboard does not have`,
          remedy: known.length === 0 ? "define the variable" : `define it, or set $${closest(name, known)}`,
        };
      }
    }
  },
};

const presetDeprecatedValue: DashboardRule = {
  id: "dashboard/preset-deprecated-value",
  verdict: "may-be-meant",
  because: "A saved view's value is deprecated: values takes its place, and the two can't be used together.",
  source:
    "https://github.com/DataDog/datadog-api-client-typescript/blob/master/packages/datadog-api-client-v1/models/DashboardTemplateVariablePresetValue.ts",
  passes: ofVariables([ENV], [{ name: "lab", templateVariables: [{ name: "env", values: ["lab"] }] }]),
  fails: ofVariables([ENV], [{ name: "lab", templateVariables: [{ name: "env", value: "lab" }] }]),
  *check({ definition: { templateVariablePresets = [] } }) {
    for (const { name: view = "", templateVariables: set = [] } of templateVariablePresets) {
      for (const { name = "", value, values } of set) {
        if (value === undefined || values !== undefined) continue;
        yield {
          problem: `the preset ${view} sets $${name} by the deprecated value`,
          remedy: `write values: ["${value}"]`,
        };
      }
    }
  },
};

/** Of template variables and the saved views of their values. */
export const variableRules: readonly DashboardRule[] = [
  unused,
  twice,
  defaultBesideDefaults,
  emptyDefault,
  deprecatedDefault,
  unsortedPresets,
  presetOfUnknownVariable,
  presetWithoutValues,
  presetValueBesideValues,
  presetDeprecatedValue,
];
