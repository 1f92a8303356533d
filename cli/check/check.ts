import type { Registration } from "../stack/program";
import type { Account } from "./datadog";
import { type Answer, type Finding, type Subject, SUBJECTS } from "./finding";
import { deadHandle, handleNeeds } from "./handles";
import { silentHosts } from "./hosts";
import { inTurns } from "../in-turns";
import { type MetricNeed, metricNeeds, missingTags, unreported } from "./metrics";
import { missingObject, objectNeeds } from "./objects";
import { missingPage, type PageAnswer, pageNeeds } from "./pages";
import { type CheckNeed, checkNeeds, idleCheck } from "./service-checks";

/** What is checked. */
export interface Checked {
  readonly registrations: readonly Registration[];
  /** The names of the stack's hosts. */
  readonly hosts: readonly string[];
  /** By which Datadog's monitors say that they are the stack's. */
  readonly mark: string;
}

/** Who is asked, and when. */
export interface Asking {
  readonly account: Account;
  readonly page: (url: string) => Promise<PageAnswer>;
  /** `24h`: what was not seen for longer is not there. */
  readonly since: string;
  readonly now: Date;
  /** Is told what is asked for next. */
  readonly progress: (words: string) => void;
}

export interface Result {
  /** How much of each was asked for. */
  readonly asked: Readonly<Record<Subject, number>>;
  readonly findings: readonly Finding[];
}

/** Datadog takes some hundreds of requests a minute for each path; its client waits where it says so. */
const AT_ONCE = 4;

/** Asks for everything that the stack names, each thing once. */
export async function check(checked: Checked, asking: Asking): Promise<Result> {
  const { registrations, hosts } = checked;
  const metrics = metricNeeds(registrations);
  const handles = handleNeeds(registrations);
  const pages = pageNeeds(registrations);
  const objects = objectNeeds(registrations);
  const checks = checkNeeds(registrations);
  const { account, page, progress } = asking;

  const findings = await metricFindings(metrics, asking);
  progress(counted(handles.length, "handle"));
  findings.push(...some(await inTurns(handles, AT_ONCE, (need) => deadHandle(need, account))));
  progress(counted(pages.length, "runbook"));
  findings.push(...some(await inTurns(pages, AT_ONCE, async (need) => missingPage(need, await page(need.of)))));
  progress(counted(objects.length, "object"));
  for (const need of objects) {
    const has = await account.has(need.kind, need.id);
    if ("unasked" in has) findings.push(unasked("object", need.by, need.of, has));
    else if (!has.value) findings.push(missingObject(need));
  }
  progress(counted(checks.length, "service check"));
  findings.push(...(await checkFindings(checks, checked.mark, asking)));
  progress(counted(hosts.length, "host"));
  findings.push(...(await hostFindings(hosts, asking)));

  const tag = metrics.reduce((sum, { tags }) => sum + tags.length, 0);
  const counts = {
    ...{ metric: metrics.length, tag, handle: handles.length, runbook: pages.length },
    ...{ object: objects.length, check: checks.length, host: hosts.length },
  };
  const order = (one: Finding) => SUBJECTS.indexOf(one.about);
  return { asked: counts, findings: findings.sort((one, other) => order(one) - order(other)) };
}

async function metricFindings(needs: readonly MetricNeed[], { account, since, progress }: Asking): Promise<Finding[]> {
  if (needs.length === 0) return [];
  progress(counted(needs.length, "metric"));
  const active = await account.activeMetrics();
  if ("unasked" in active) {
    return [unasked("metric", union(needs), counted(needs.length, "metric"), active)];
  }
  let count = 0;
  const found = await inTurns(needs, AT_ONCE, async (need): Promise<Finding[]> => {
    progress(`metric ${++count} of ${needs.length}: ${need.of}`);
    const isActive = active.value.has(need.of);
    if (isActive && need.tags.length === 0) return [];
    // Of one that the list lacks, a second question makes sure.
    const tags = await account.tagsOf(need.of);
    if ("unasked" in tags) return [unasked("tag", need.by, `tags of ${need.of}`, tags)];
    if (tags.value !== undefined && (isActive || tags.value.indexed.length > 0)) return missingTags(need, tags.value);
    return some([unreported(need, active.value, since)]);
  });
  return found.flat();
}

async function checkFindings(needs: readonly CheckNeed[], mark: string, { account, now }: Asking): Promise<Finding[]> {
  if (needs.length === 0) return [];
  const own = await account.monitorsOf(mark);
  if ("unasked" in own) return [unasked("check", union(needs), counted(needs.length, "service check"), own)];
  const found = await inTurns(needs, AT_ONCE, async (need) => {
    if (need.importId === undefined) return idleCheck(need, own.value.get(need.monitor), now);
    const adopted = await account.monitor(need.importId);
    if ("unasked" in adopted) return unasked("check", need.by, `service check ${need.of}`, adopted);
    return idleCheck(need, adopted.value, now);
  });
  return some(found);
}

async function hostFindings(hosts: readonly string[], { account, since }: Asking): Promise<Finding[]> {
  if (hosts.length === 0) return [];
  const seen = await account.hosts();
  return "unasked" in seen
    ? [
        unasked(
          "host",
          hosts.map((name) => `hosts ${name}`),
          counted(hosts.length, "host"),
          seen,
        ),
      ]
    : silentHosts(hosts, seen.value, since);
}

function unasked(
  about: Subject,
  by: readonly string[],
  asked: string,
  { unasked: found, remedy }: Exclude<Answer<unknown>, { readonly value: unknown }>,
): Finding {
  return { about, verdict: "unasked", by, asked, found, remedy };
}

function counted(count: number, of: string): string {
  return `${count} ${of}${count === 1 ? "" : "s"}`;
}

function union(needs: readonly { readonly by: readonly string[] }[]): string[] {
  return [...new Set(needs.flatMap(({ by }) => by))];
}

function some(found: readonly (Finding | undefined)[]): Finding[] {
  return found.filter((one) => one !== undefined);
}
