import type { Kept } from "../../datadog/owned";
import type { Json } from "../../datadog/json/value";
import type { Account } from "../datadog/account";
import { refusalOf } from "../datadog/failure";
import type { Progress } from "../progress";
import { besideOf, type FoundBeside } from "./attached";
import type { Declared } from "./declare";

/**
 * What belongs to the objects that are taken over. Where the keys may not read who may change an object, that is said once,
 * and no policy is taken over.
 *
 * @param apiUrl for words.
 */
export async function readBeside(
  account: Pick<Account, "corrections" | "policy">,
  declared: readonly Declared[],
  { state, apiUrl, now, progress }: BesideOptions,
): Promise<FoundBeside> {
  const found: FoundBeside[] = [];
  let refused: string | undefined;
  const policyOf = async (resource: string): Promise<Json | undefined> => {
    try {
      return await account.policy(resource);
    } catch (error) {
      const { code, said } = refusalOf(error, apiUrl) ?? {};
      if (code !== 403) throw error;
      refused = said;
      return undefined;
    }
  };
  for (const [i, one] of declared.entries()) {
    progress.say(`what belongs to ${i + 1} of ${declared.length}`);
    const { kind, id } = one;
    const corrections = kind === "slo" ? await account.corrections(id) : [];
    // Who may change a downtime, no policy says.
    const isAsked = kind !== "downtime" && refused === undefined;
    const policy = isAsked ? await policyOf(`${kind}:${id}`) : undefined;
    found.push(besideOf(one, { corrections, policy }, state, now));
  }
  progress.end();
  return {
    attached: found.flatMap(({ attached }) => attached),
    left: [
      ...found.flatMap(({ left }) => left),
      ...(refused === undefined ? [] : [`restriction policies, which these keys may not read: ${refused}`]),
    ],
  };
}

interface BesideOptions {
  readonly state: readonly Kept[];
  readonly apiUrl: string;
  readonly now: Date;
  readonly progress: Pick<Progress, "say" | "end">;
}
