import * as pulumi from "@pulumi/pulumi";
import { resourceNamedIn } from "../../datadog/mark";
import { type Kept, type Kind, type Owned, ownedInState, without } from "../../datadog/owned";
import { stacksMark } from "../in-datadog";
import type { Keys } from "./keys";
import { request } from "./request";

/** Of each kind so many at most are read: it is asked at each preview, and `orphans` reads all. */
const AT_MOST = 1000;

const TIMEOUT_SECONDS = 10;

/** Of so many, each is named. */
const NAMED = 5;

/**
 * Says where Datadog and the stack's state are of two minds: of objects that an interrupted update made and whose ids
 * the state never learned, and of those that somebody deleted, at which the provider's question for a monitor fails.
 * Whatever can't be asked is not said; nothing fails for it.
 */
export async function sayWhatTheStateMisses(keys: Keys): Promise<void> {
  try {
    const mark = stacksMark();
    const [inDatadog, inState] = await Promise.all([ownedInDatadog(keys, mark), ownedByState(mark)]);
    const strays = without(inDatadog, inState);
    if (strays.length > 0) await pulumi.log.warn(aboutStrays(strays, pulumi.getStack()));
    const missed = without(
      inState.filter(({ kind, resource }) => kind === "monitor" && resource !== ""),
      inDatadog,
    );
    const deleted = (await Promise.all(missed.map((one) => isDeleted(keys, one)))).flat();
    if (deleted.length > 0) await pulumi.log.warn(aboutDeleted(deleted));
  } catch (error) {
    await pulumi.log.debug(`Datadog's objects could not be compared with the state: ${String(error)}`);
  }
}

export function aboutStrays(strays: readonly Owned[], stack: string): string {
  const command = `npm run -s orphans -- --stack ${stack}`;
  const [what, are] = strays.length === 1 ? ["an object says that it is", "it"] : ["objects say that they are", "them"];
  return (
    `In Datadog ${strays.length === 1 ? "" : `${strays.length} `}${what} this stack's, and its state does not know ${are}: ` +
    `${named(strays)}. An update that was interrupted made ${are}; what it watches is watched twice. ` +
    `To see ${are}: ${command}; to delete ${are}: ${command} --delete`
  );
}

export function aboutDeleted(deleted: readonly Owned[]): string {
  const it = deleted.length === 1 ? "it" : "them";
  return (
    `Somebody deleted in Datadog what the state still has: ${named(deleted)}. Datadog answers questions about ${it} with ` +
    `404, and this run may fail for it. To make ${it} anew: pulumi up --refresh; before a removal of the stack: ` +
    "pulumi destroy --refresh"
  );
}

function named(objects: readonly Owned[]): string {
  const first = objects.slice(0, NAMED).map(({ kind, resource, id }) => `${kind} ${resource} (${id})`);
  return [...first, ...(objects.length > NAMED ? [`${objects.length - NAMED} more`] : [])].join(", ");
}

type Json = Readonly<Record<string, unknown>>;

/** Four questions at once, one for each kind; Datadog's own client would take seconds to load. */
async function ownedInDatadog(keys: Keys, mark: string): Promise<Owned[]> {
  const [monitors, dashboards, downtimes, slos] = await Promise.all([
    ask(keys, `/api/v1/monitor?monitor_tags=${encodeURIComponent(mark)}&page=0&page_size=${AT_MOST}`),
    ask(keys, `/api/v1/dashboard?start=0&count=${AT_MOST}`),
    ask(keys, `/api/v2/downtime?page%5Boffset%5D=0&page%5Blimit%5D=${AT_MOST}`),
    ask(keys, `/api/v1/slo?tags_query=${encodeURIComponent(mark)}&limit=${AT_MOST}&offset=0`),
  ]);
  const owned = (kind: Kind, id: unknown, text: unknown): Owned[] => {
    const resource = resourceNamedIn(typeof text === "string" ? text : "", mark);
    return resource === undefined ? [] : [{ kind, id: String(id), resource }];
  };
  const tagged = (kind: Kind, list: unknown) =>
    listIn(list).flatMap(({ id, tags }) => owned(kind, id, Array.isArray(tags) ? tags.join(" ") : ""));
  return [
    ...tagged("monitor", monitors),
    ...listIn((dashboards as Json).dashboards).flatMap(({ id, description }) => owned("dashboard", id, description)),
    ...listIn((downtimes as Json).data).flatMap(({ id, attributes }) => {
      const { message, status } = attributes as Json;
      return status === "canceled" || status === "ended" ? [] : owned("downtime", id, message);
    }),
    ...tagged("slo", (slos as Json).data),
  ];
}

function listIn(value: unknown): Json[] {
  return Array.isArray(value) ? (value as Json[]) : [];
}

async function ask(keys: Keys, path: string): Promise<unknown> {
  const response = await request(keys, path, TIMEOUT_SECONDS);
  if (!response.ok) throw new Error(`${path} is answered with ${response.status}`);
  return response.json();
}

/** A list may be longer than what was read of it; of the object itself there is no doubt. */
async function isDeleted(keys: Keys, monitor: Owned): Promise<Owned[]> {
  const { status } = await request(keys, `/api/v1/monitor/${monitor.id}`, TIMEOUT_SECONDS);
  return status === 404 ? [monitor] : [];
}

/** The state before this run, of which a program is told nothing but by the engine's own provider. */
async function ownedByState(mark: string): Promise<Owned[]> {
  const stackName = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
  const state = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName })) as {
    outputs?: Readonly<Record<string, Kept>>;
  };
  return ownedInState(Object.values(state.outputs ?? {}), mark);
}
