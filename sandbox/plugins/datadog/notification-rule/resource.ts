import { frameworkFailure } from "../../framework/failure.js";
import type { ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties } from "../../rpc/value.js";
import type { Client } from "../client.js";
import { identity, orNothing, send, withoutNulls } from "../framework.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { project, refresh } from "../schema/project.js";
import { missingChoice, ruleFailures, taken } from "./inputs.js";
import { notificationRule } from "./table.js";

const collection = "/api/v2/monitor/notification_rule";
const type = "monitor-notification-rule";

export function notificationRuleResource(client: () => Client): ResourceType {
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
      const made = await send(client(), call, {
        method: "POST",
        path: collection,
        body,
        doing: "error creating MonitorNotificationRule",
      });
      const id = identity(made, collection);
      return { id, outputs: outputs(made, id) };
    },

    async update({ id, inputs, preview }, call) {
      const planned = withConditions(taken(inputs));
      if (preview) return { ...planned, id };
      const body = { data: { attributes: encode(notificationRule, planned), id, type } };
      const doing = "error updating MonitorNotificationRule";
      return outputs(await send(client(), call, { method: "PATCH", path: `${collection}/${id}`, body, doing }), id);
    },

    async read({ id, inputs }, call) {
      const doing = "error retrieving MonitorNotificationRule";
      const found = await orNothing(
        send(client(), call, { method: "GET", path: `${collection}/${encodeURIComponent(id)}`, doing }),
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
      await orNothing(send(client(), call, { method: "DELETE", path: `${collection}/${id}`, doing }));
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
  return { ...withoutNulls(decode(notificationRule, data.attributes)), id };
}
