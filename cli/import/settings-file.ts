import { Document, isMap, type Scalar } from "yaml";
import type { Declared, InSettings } from "./declare";
import { said } from "./report";

export type Set = Declared & { readonly says: InSettings };

const HEAD = ` Settings, written by \`lookout import\`: an overlay (\`lookout:overlay\`), or for the file of the stack itself, there with
 \`lookout:\` before the first key of each part. What stands in objects.adopt is as it was; see docs/adoption.md.`;

/** `settings.yaml`: the objects that settings can say, with the ids by which they are adopted. */
export function settingsText(objects: readonly Set[], url: (one: Declared) => string): string {
  const of = (kind: Declared["kind"]) => objects.filter((one) => one.kind === kind);
  const by = <T>(some: readonly Set[], value: (one: Set) => T) =>
    Object.fromEntries(some.map((one) => [one.name, value(one)]));
  const part = (kind: "monitor" | "slo", value: (one: Set) => unknown) =>
    of(kind).length === 0 ? {} : { [`${kind}s`]: by(of(kind), value) };
  const document = new Document({
    objects: { adopt: { ...part("monitor", ({ id }) => id), ...part("slo", ({ id }) => id) } },
    ...part("monitor", ({ says }) => says.settings),
    ...part("slo", ({ says }) => says.settings),
  });
  document.commentBefore = HEAD;
  for (const one of objects) comment(document, one, [url(one), ...one.findings.map(said)]);
  return document.toString({ lineWidth: 0 });
}

/** Over its name. */
function comment(document: Document, { kind, name }: Declared, lines: readonly string[]): void {
  const map = document.get(`${kind}s`);
  const pair = isMap<Scalar<string>>(map) ? map.items.find(({ key }) => key.value === name) : undefined;
  if (pair !== undefined)
    pair.key.commentBefore = lines.map((line) => ` ${line.replaceAll(/\s+/gu, " ").trim()}`).join("\n");
}
