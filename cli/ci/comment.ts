import { countInWords } from "../../datadog/metrics/value-words";
import { changesMarkdown } from "../describe/changes/text";
import type { Change } from "../describe/changes/change";
import type { Finding } from "../describe/description";
import { code, details, escaped } from "../markdown";
import { historyMarkdown } from "../rehearse/since/markdown";
import type { Told } from "../rehearse/since/told";
import type { Previewed } from "./events";
import { counts, destructive, filesInWords, nameOf, stepsInWords } from "./plan";

/** What a pull request means for one stack. */
export interface Reviewed {
  readonly project: string;
  readonly stack: string;
  /** What people will notice; a sentence where it can't be said. */
  readonly changes: readonly Change[] | string;
  readonly notes: readonly string[];
  /** What the monitors that change would have done; a sentence where it can't be said, nothing where nobody asked. */
  readonly history?: Told | string | undefined;
  /** What a preview would warn of, offline. */
  readonly findings: readonly Finding[];
  /** Of the engine; nothing where no preview was made. */
  readonly previewed?: Previewed;
  /** Why there is no plan that could be applied. */
  readonly failure?: string;
  /** Where the whole of it is kept. */
  readonly artifact?: string;
}

/** By which a comment is found again, to be replaced. */
export function marker({ project, stack }: Pick<Reviewed, "project" | "stack">): string {
  return `<!-- lookout:${project}/${stack} -->`;
}

/** GitHub's own limit is 65,536 characters, GitLab's is a million. */
export const LONGEST = 65_000;

/** A part of the comment; an item stands by itself, so that what is too much is left out whole. */
interface Block {
  readonly heading: string;
  readonly items: readonly string[];
  readonly joint?: string;
  readonly isFolded?: boolean;
}

/**
 * The comment: what can't be had back, what people will notice, what stands against it, then the plan.
 *
 * @param longest in characters; what does not fit is counted.
 */
export function commentText(reviewed: Reviewed, longest = LONGEST): string {
  const { stack, previewed, failure, artifact } = reviewed;
  const steps = previewed?.steps ?? [];
  const head = [
    marker(reviewed),
    `## What this means for ${code(stack)}`,
    ...(failure === undefined ? [] : [`> [!CAUTION]\n> ${escaped(failure).replaceAll("\n", "\n> ")}`]),
  ];
  const blocks: Block[] = [
    {
      heading: "> [!WARNING]\n> What is deleted here can't be had back:",
      items: destructive(steps).map((one) => `> - ${one}`),
      joint: "\n",
    },
    { heading: "### What changes for people", items: changeItems(reviewed) },
    ...historyBlock(reviewed),
    { heading: "### Policies", items: policies(previewed), joint: "\n" },
    { heading: "### Findings", items: findings(reviewed), joint: "\n" },
    { heading: "### Files on hosts", items: filesInWords(steps) },
    { heading: planHeading(steps, previewed), items: stepsInWords(steps), joint: "\n", isFolded: true },
  ];
  const where = artifact === undefined ? "" : `; the whole is in ${artifact}`;
  return `${fitted(head, blocks, longest, where).join("\n\n")}\n`;
}

function changeItems({ changes, notes }: Reviewed): string[] {
  if (typeof changes === "string") return [escaped(changes)];
  return changesMarkdown(changes, notes).split(/\n\n(?=\*\*|<details>\n<summary>And |> )/);
}

function historyBlock({ history }: Reviewed): Block[] {
  if (history === undefined) return [];
  if (typeof history === "string")
    return [{ heading: "### What changed monitors would have done", items: [escaped(history)] }];
  return [{ heading: `### ${escaped(history.heading)}`, items: historyMarkdown(history) }];
}

function policies(previewed: Previewed | undefined): string[] {
  return (previewed?.violations ?? []).map(
    ({ isMandatory, policy, message, urn }) =>
      `- ${isMandatory ? "❌" : "⚠"} ${urn === undefined ? "" : `**${escaped(nameOf(urn))}**: `}${oneLine(message)} (${escaped(policy)})`,
  );
}

/** What the program says offline, and what only the engine and its providers say. */
function findings({ findings: offline, previewed }: Reviewed): string[] {
  const said = new Set(offline.map(({ words }) => words.trim()));
  return [
    ...(previewed?.diagnostics ?? [])
      .filter(({ message }) => !said.has(message))
      .map(({ severity, message, urn }) =>
        item(severity === "error" ? "❌" : "⚠", urn === undefined ? undefined : nameOf(urn), message),
      ),
    ...offline.map(({ resource, words }) => item("⚠", resource, words)),
  ];
}

function item(mark: string, resource: string | undefined, words: string): string {
  return `- ${mark} ${resource === undefined ? "" : `**${escaped(resource)}**: `}${oneLine(words)}`;
}

function oneLine(text: string): string {
  return escaped(text)
    .trim()
    .replaceAll(/\s*\n\s*/g, "<br>");
}

function planHeading(steps: Previewed["steps"], previewed: Previewed | undefined): string {
  if (previewed === undefined) return "";
  return steps.length === 0 ? "### Plan: nothing to do" : `### Plan: ${counts(steps)}`;
}

/** Blocks in their order, each with as many items as there is room for. */
function fitted(head: readonly string[], blocks: readonly Block[], longest: number, where: string): string[] {
  const parts = [...head];
  // Room for every heading, its fold, and what is said of what is left out.
  const overhead = (block: Block) => block.heading.length + 200 + where.length;
  let room = longest - [...head, ""].join("\n\n").length - blocks.reduce((sum, block) => sum + overhead(block), 0);
  for (const { heading, items, joint = "\n\n", isFolded = false } of blocks) {
    if (heading === "" || (items.length === 0 && !heading.includes("nothing to do"))) continue;
    const shown: string[] = [];
    for (const one of items) {
      if (one.length + joint.length > room) continue;
      room -= one.length + joint.length;
      shown.push(one);
    }
    const left = items.length - shown.length;
    const body = shown.join(joint);
    // A quoted block's items go on with its heading.
    const text =
      isFolded && body !== ""
        ? `${heading}\n\n${details(countInWords(shown.length, "step"), body)}`
        : body === ""
          ? heading
          : `${heading}${heading.startsWith(">") ? "\n>\n" : "\n\n"}${body}`;
    parts.push(text, ...(left === 0 ? [] : [`*${left} more did not fit here${where}.*`]));
  }
  return parts;
}
