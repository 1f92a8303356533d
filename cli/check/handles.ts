import { type HandleKind, handleKind } from "../../datadog/message/handles";
import { handlesIn, VARIABLE } from "../../datadog/message/handles-in";
import { nearest } from "../../datadog/message/names";
import type { RuleInputs } from "../describe/rule";
import type { Registration } from "../stack/program";
import { dashboardsIn, monitorsIn } from "./declared";
import type { Answer, Finding } from "./finding";
import { gathered, type Need, placeOf } from "./need";

/** A user as far as a handle names one. */
export interface KnownUser {
  /** Lower case. */
  readonly email: string;
  readonly handle: string;
  readonly disabled: boolean;
}

/** Who can be told, as Datadog's API says; each is asked for when it is first wanted. */
export interface Directory {
  /** Those that have the text in their names or addresses. */
  users(text: string): Promise<Answer<readonly KnownUser[]>>;
  /** The handles of all teams. */
  teams(): Promise<Answer<readonly string[]>>;
  /** Without their `#`; undefined where there is no such account. */
  slackChannels(account: string): Promise<Answer<readonly string[] | undefined>>;
  hasPagerDutyService(name: string): Promise<Answer<boolean>>;
  hasWebhook(name: string): Promise<Answer<boolean>>;
  opsgenieServices(): Promise<Answer<readonly string[]>>;
  msTeamsHandles(): Promise<Answer<readonly string[]>>;
}

/** Every handle that a message, a notification rule or a dashboard's list names: `@oncall@example.com`. */
export function handleNeeds(registrations: readonly Registration[]): Need[] {
  return gathered(namedIn(registrations));
}

function* namedIn(registrations: readonly Registration[]): Generator<readonly [string, string]> {
  for (const { place, definition } of monitorsIn(registrations)) {
    for (const text of [definition.message, definition.escalationMessage]) yield* named(handlesIn(text ?? ""), place);
  }
  for (const { place, subject } of dashboardsIn(registrations)) {
    yield* named((subject.definition.notifyLists ?? []).map(withAt), place);
  }
  for (const one of registrations) {
    if (one.type === "datadog:index/downtimeSchedule:DowntimeSchedule" && typeof one.inputs.message === "string") {
      yield* named(handlesIn(one.inputs.message), placeOf(one));
    }
    if (one.type === "datadog:index/monitorNotificationRule:MonitorNotificationRule") {
      yield* named(recipientsOf(one.inputs as unknown as RuleInputs).map(withAt), placeOf(one));
    }
  }
}

function named(handles: readonly string[], place: string): (readonly [string, string])[] {
  return handles.map((handle) => [handle, place]);
}

function recipientsOf({ recipients = [], conditionalRecipients = {} }: RuleInputs): string[] {
  const { conditions = [], fallbackRecipients = [] } = conditionalRecipients;
  return [...recipients, ...conditions.flatMap((one) => one.recipients), ...fallbackRecipients];
}

function withAt(recipient: string): string {
  return recipient.startsWith("@") ? recipient : `@${recipient}`;
}

type Judged = Pick<Finding, "verdict" | "found" | "remedy"> | undefined;

/** Whether somebody is behind the handle; undefined if so. */
export async function deadHandle({ of, by }: Need, directory: Directory): Promise<Finding | undefined> {
  const judged = await judge(of.slice(1), directory);
  return judged && { about: "handle", by, asked: `handle ${of}`, ...judged };
}

/** Handles that Datadog's API knows, and how it is asked for them, by what follows the prefix. */
const KNOWN: Partial<Record<HandleKind, (name: string, directory: Directory) => Promise<Judged>>> = {
  email: ofEmail,
  other: ofUser,
  slack: ofSlack,
  pagerduty: async (name, directory) => whether(await directory.hasPagerDutyService(name), "PagerDuty service", name),
  webhook: async (name, directory) => whether(await directory.hasWebhook(name), "webhook", name),
  opsgenie: async (name, directory) => among(await directory.opsgenieServices(), "Opsgenie service", name),
  teams: async (name, directory) => among(await directory.msTeamsHandles(), "handle of Microsoft Teams", name),
  team: async (name, directory) => among(await directory.teams(), "team", name),
  oncall: async (name, directory) =>
    among(await directory.teams(), "team", name) ?? unasked("is a team; whether it is on call is not asked"),
  // Everybody of the organization, or of a channel: there is always somebody.
  everyone: () => Promise.resolve(undefined),
};

async function judge(handle: string, directory: Directory): Promise<Judged> {
  if (handle.includes(VARIABLE)) return unasked("has a variable in it, whose values are not known");
  const kind = handleKind([handle]);
  const ask = KNOWN[kind];
  if (ask === undefined) return unasked(`can't be asked for: Datadog's API does not list what @${kind}-… names`);
  const name = kind === "email" || kind === "other" ? handle : handle.slice(kind.length + 1);
  if (name === "" && kind !== "everyone") return unasked("names all that the integration has");
  return ask(name, directory);
}

async function ofEmail(address: string, directory: Directory): Promise<Judged> {
  const email = address.toLowerCase();
  const users = await directory.users(email);
  if ("unasked" in users) return unasked(users.unasked, users.remedy);
  const own = users.value.filter((user) => user.email === email || user.handle === email);
  if (own.length > 0) return own.some(({ disabled }) => !disabled) ? undefined : disabledUser();
  const others = await directory.users(email.slice(email.indexOf("@")));
  const near =
    "value" in others
      ? nearest(
          email,
          others.value.map((user) => user.email),
        )
      : undefined;
  // Half of a long address is its domain, which is the same.
  if (near !== undefined && isSlip(email, near)) {
    return { verdict: "wrong", found: "is no user of Datadog", remedy: `write @${near} if that is meant` };
  }
  return unasked(
    "is no user of Datadog, who mails to any address: whether somebody reads it is not known",
    "send it a test notification",
  );
}

/** One or two letters of the part before the domain. */
function isSlip(written: string, near: string): boolean {
  const local = (email: string) => email.slice(0, email.indexOf("@"));
  return nearest(local(written), [local(near)]) !== undefined;
}

async function ofUser(handle: string, directory: Directory): Promise<Judged> {
  const users = await directory.users(handle);
  if ("unasked" in users) return unasked(users.unasked, users.remedy);
  const own = users.value.filter((user) => user.handle === handle.toLowerCase());
  if (own.length === 0)
    return unasked("is no user of Datadog; whether an integration has this name can't be asked for");
  return own.some(({ disabled }) => !disabled) ? undefined : disabledUser();
}

function disabledUser(): Judged {
  return {
    verdict: "wrong",
    found: "is a user who is disabled, and gets nothing",
    remedy: "name somebody else, or enable the user",
  };
}

/**
 * `@slack-ACCOUNT-CHANNEL`; both may have hyphens, and with one account the handle is `@slack-CHANNEL`.
 *
 * @see https://docs.datadoghq.com/integrations/slack/
 */
async function ofSlack(name: string, directory: Directory): Promise<Judged> {
  const words = name.split("-");
  for (let count = 1; count < words.length; count++) {
    const account = words.slice(0, count).join("-");
    const channels = await directory.slackChannels(account);
    if ("unasked" in channels) return unasked(channels.unasked, channels.remedy);
    if (channels.value !== undefined) {
      return among({ value: channels.value }, `channel of the Slack account ${account}`, words.slice(count).join("-"));
    }
  }
  return unasked(
    "names no account of Slack that Datadog knows, and it does not list them",
    "write @slack-ACCOUNT-CHANNEL",
  );
}

function whether(answer: Answer<boolean>, what: string, name: string): Judged {
  if ("unasked" in answer) return unasked(answer.unasked, answer.remedy);
  return answer.value ? undefined : missing(what, name);
}

function among(answer: Answer<readonly string[]>, what: string, name: string): Judged {
  if ("unasked" in answer) return unasked(answer.unasked, answer.remedy);
  if (answer.value.some((one) => one.toLowerCase() === name.toLowerCase())) return undefined;
  return missing(what, name, nearest(name, answer.value));
}

function missing(what: string, name: string, near?: string): Judged {
  return {
    verdict: "wrong",
    found: `names nobody: Datadog has no ${what} ${name}`,
    remedy: near === undefined ? "make it in Datadog, or name another" : `write ${near} if that is meant`,
  };
}

function unasked(found: string, remedy = "see in Datadog whether it is there"): Judged {
  return { verdict: "unasked", found, remedy };
}
