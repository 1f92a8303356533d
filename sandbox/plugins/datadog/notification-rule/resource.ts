import { frameworkFailure } from "../../framework/failure.js";
import type { Call, ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { ApiError, RequestFailure, type ApiRequest, type Client } from "../client.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { project, refresh } from "../schema/project.js";
import { missingChoice, ruleFailures, taken } from "./inputs.js";
import { notificationRule } from "./table.js";

const collection = "/api/v2/monitor/notification_rule";
const type = "monitor-notification-rule";

export function notificationRuleResource(client: () => Client): ResourceType {
  async function send(call: Call, request: Omit<ApiRequest, "signal" | "of">): Promise<Properties> {
    try {
      return await client().send({ ...request, of: "framework", signal: call.signal });
    } catch (error) {
      if (error instanceof ApiError && error.status === 404 && ["GET", "DELETE"].includes(request.method)) throw error;
      if (error instanceof RequestFailure) throw frameworkFailure(call, error.doing, error.reason);
      throw error;
    }
  }

  return {
    check: ({ inputs }, call) => {
      taken(inputs);
      const missing = missingChoice(inputs);
      if (missing) throw frameworkFailure(call, ...missing);
      return { inputs, failures: ruleFailures(inputs) };
    },

    diff({ inputs, state }) {
      const { changed, diffs = [] } = difference(notificationRule, taken(inputs), state);
      return { changed, diffs };
    },

    async create({ inputs, preview }, call) {
      const planned = withConditions(taken(inputs));
      if (preview) return { id: "", outputs: { ...planned, id: unknown } };
      const body = { data: { attributes: encode(notificationRule, planned), type } };
      const made = await send(call, {
        method: "POST",
        path: collection,
        body,
        doing: "error creating MonitorNotificationRule",
      });
      const id = identity(made);
      return { id, outputs: outputs(made, id) };
    },

    async update({ id, inputs, preview }, call) {
      const planned = withConditions(taken(inputs));
      if (preview) return { ...planned, id };
      const body = { data: { attributes: encode(notificationRule, planned), id, type } };
      const doing = "error updating MonitorNotificationRule";
      return outputs(await send(call, { method: "PATCH", path: `${collection}/${id}`, body, doing }), id);
    },

    async read({ id, inputs }, call) {
      const doing = "error retrieving MonitorNotificationRule";
      const found = await orNothing(
        send(call, { method: "GET", path: `${collection}/${encodeURIComponent(id)}`, doing }),
      );
      if (!found) return undefined;
      const now = outputs(found, id);
      const isImport = Object.keys(inputs).length === 0;
      return {
        id,
        outputs: now,
        inputs: isImport ? project(notificationRule, now) : refresh(notificationRule, taken(inputs), now),
      };
    },

    /** One that is gone already is as it should be. */
    async delete({ id }, call) {
      const doing = "error deleting MonitorNotificationRule";
      await orNothing(send(call, { method: "DELETE", path: `${collection}/${id}`, doing }));
    },
  };
}

/** A list of conditions that nobody declared is an empty one. */
function withConditions(planned: Properties): Properties {
  const { conditionalRecipients: conditional } = planned;
  if (!isObject(conditional)) return planned;
  return { ...planned, conditionalRecipients: { ...conditional, conditions: conditional.conditions ?? [] } };
}

function outputs(received: Properties, id: string): Properties {
  const data = isObject(received.data) ? received.data : {};
  return { ...(withoutNulls(decode(notificationRule, data.attributes)) as Properties), id };
}

function withoutNulls(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const present = Object.entries(value).filter(([, part]) => part !== null);
  return Object.fromEntries(present.map(([name, part]) => [name, withoutNulls(part)]));
}

async function orNothing(answer: Promise<Properties>): Promise<Properties | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function identity(created: Properties): string {
  const id = isObject(created.data) ? created.data.id : undefined;
  if (typeof id === "string" && id !== "") return id;
  throw new Error(`Datadog answered POST ${collection} without an id`);
}
