import { countInWords } from "../../datadog/metrics/value-words";
import type { Access } from "../datadog/access";
import { Account } from "../datadog/account";
import { type DatadogObject, isOver, titleOf, urlOf } from "../datadog/object";
import { lintObject, NOUNS, wordsOf } from "./exported";
import type { Found, Linted } from "./found";

const KINDS = ["monitor", "dashboard", "slo", "downtime"] as const;

/**
 * What the rules say of all that a Datadog account has now. Only reads.
 *
 * @param progress takes what is being read.
 * @throws what Datadog's client throws where it is refused, or can't reach Datadog.
 */
export async function lintAccount(
  { appUrl, ...keys }: Omit<Access, "env">,
  progress: (words: string) => void,
): Promise<Linted> {
  // All is read before any is looked at: a connection that waits meanwhile may be closed.
  const objects = await readAll(new Account(keys), progress);
  const counts = KINDS.map((kind) => countInWords(objects.filter((one) => one.kind === kind).length, NOUNS[kind]));
  return { of: `${appUrl}: ${counts.join(", ")}`, found: objects.flatMap((one) => ofObject(one, appUrl)) };
}

async function readAll(account: Account, progress: (words: string) => void): Promise<DatadogObject[]> {
  const objects: DatadogObject[] = [];
  for (const kind of KINDS) {
    progress(`reading ${NOUNS[kind]}s`);
    const listed = (await account.all(kind)).filter((one) => !isOver(one));
    if (kind !== "dashboard") {
      objects.push(...listed);
      continue;
    }
    // A list does not say what is on one; one that is gone since is none.
    for (const [i, { id }] of listed.entries()) {
      progress(`reading dashboard ${i + 1} of ${listed.length}`);
      const whole = await account.one(kind, id);
      if (whole !== undefined) objects.push(whole);
    }
  }
  return objects;
}

function ofObject(object: DatadogObject, appUrl: string): Found[] {
  const { kind, id, json } = object;
  const of = wordsOf(kind, { name: titleOf(object) || id });
  return lintObject(kind, json).map(({ rule, severity, problem, remedy }) => ({
    ...{ rule, severity, problem, remedy, of },
    ...{ object: `${kind}:${id}`, url: urlOf(appUrl, object) },
  }));
}
