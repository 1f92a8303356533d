import { stringify } from "yaml";
import type { Declared } from "./declared";
import type { Mistake } from "../datadog/lint/rule";
import { declaredIn, type Example, type OwnRule, policyName, type PolicyRule } from "./rule";

/** Where what is generated begins; what stands above is written by hand. */
const BEGIN = "<!-- From here on made of policies/ by `npm run docs`. -->";

/** `docs/policies.md`: what stands there by hand, then every rule, the pack's own with their examples. */
export function policiesDocument(byHand: string, own: readonly OwnRule[], linted: readonly PolicyRule[]): string {
  const [head = ""] = byHand.split(BEGIN);
  return [
    head.trimEnd(),
    "",
    BEGIN,
    "",
    "## Rules of the pack's own",
    "",
    "| policy | level | why |",
    "| --- | --- | --- |",
    ...own.map((rule) => row(rule, `#${policyName(rule.id)}`)),
    "",
    ...own.flatMap(section),
    "## The linter's rules",
    "",
    "Each with its mistake, and how it is right, in [lint.md](lint.md). Near misses, which need all that a stack names, are `lookout lint`'s and a preview's alone.",
    "",
    "| policy | level | why |",
    "| --- | --- | --- |",
    ...linted.map((rule) => row(rule, anchorInLint(rule))),
    "",
  ].join("\n");
}

function row({ id, level, because }: PolicyRule, url: string | undefined): string {
  const name = url === undefined ? `\`${policyName(id)}\`` : `[${policyName(id)}](${url})`;
  return `| ${name} | ${level} | ${because.replaceAll("|", "\\|")} |`;
}

/** As GitHub makes it of a heading there; rules of Lookout's own are not of Datadog, and have none. */
function anchorInLint({ id }: PolicyRule): string | undefined {
  return id.startsWith("lookout/") ? undefined : `lint.md#${id.replaceAll("/", "")}`;
}

function section(rule: OwnRule): string[] {
  const { id, level, because, source, passes, fails, properties = {}, answeredAs = [] } = rule;
  const words = (example: Example) =>
    [...found(rule, declaredIn(example))].map(({ problem, remedy }) => `> ${problem}; ${remedy}`);
  return [
    `### ${policyName(id)}`,
    "",
    `${level === "mandatory" ? "Mandatory" : "Advisory"}. ${because} [Source](${source})`,
    "",
    ...Object.entries(properties).flatMap(([name, { description = "", default: value }]) => [
      `- \`${name}\`: ${description} Default: \`${JSON.stringify(value)}\`.`,
    ]),
    ...answeredAs.map((other) => `- An answer to \`${other}\` is one to this, too.`),
    ...(Object.keys(properties).length + answeredAs.length > 0 ? [""] : []),
    ...yaml(fails),
    ...words(fails).flatMap((line) => [line, ""]),
    "Right:",
    "",
    ...yaml(changed(passes, fails)),
  ];
}

function found({ check, checkAll, properties = {} }: OwnRule, resource: Declared): Iterable<Mistake> {
  const configured = Object.fromEntries(Object.entries(properties).map(([name, { default: value }]) => [name, value]));
  return check?.(resource, configured) ?? checkAll?.([resource], configured) ?? [];
}

/** Of what passes, what is otherwise in what fails: all else is the same in both. */
function changed(passes: Example, fails: Example): object {
  const differ = (one: object, other: object) =>
    Object.fromEntries(
      Object.entries(one).filter(
        ([key, value]) => JSON.stringify(value) !== JSON.stringify(Object.entries(other).find(([k]) => k === key)?.[1]),
      ),
    );
  const options = { ...differ(passes, fails), inputs: undefined };
  const inputs = differ(passes.inputs, fails.inputs);
  return { ...options, ...(Object.keys(inputs).length > 0 ? { inputs } : {}) };
}

function yaml(example: object): string[] {
  return ["```yaml", stringify(example, { lineWidth: 0 }).trimEnd(), "```", ""];
}
