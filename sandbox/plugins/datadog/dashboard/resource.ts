import type { ResourceType } from "../../rpc/provider.js";
import { isObject, unknown, type Properties, type Value } from "../../rpc/value.js";
import { RequestFailure, type Client } from "../client.js";
import { check, withEmptyNotes } from "../schema/check.js";
import { decode } from "../schema/decode.js";
import { difference } from "../schema/difference.js";
import { encode } from "../schema/encode.js";
import { isFilled, type NoTexts } from "../schema/field.js";
import { foresee, propose, settle } from "../schema/plan.js";
import { project, refresh } from "../schema/project.js";
import { asSdk, warnOfTimeout } from "../sdk.js";
import { dashboard } from "./table.js";
import { widgetTypes } from "./widget.js";

const collection = "/api/v1/dashboard";

export function dashboardResource(client: () => Client): ResourceType {
  return {
    check: ({ inputs }, call) => check(dashboard, inputs, call, { marksDefaults: true }),

    diff: ({ inputs, state }) => difference(dashboard, inputs, state),

    async create({ inputs, preview }, call) {
      warnOfTimeout("create", call);
      const planned = propose(dashboard, inputs, {});
      if (preview) return { id: "", outputs: { ...foresee(dashboard, planned, undefined), id: unknown } };
      const created = await asSdk("creating", call, () =>
        client().send({
          method: "POST",
          path: collection,
          body: body(planned, ""),
          doing: "error creating dashboard",
          signal: call.signal,
        }),
      );
      const id = identity(created);
      // A new dashboard may take a moment to appear; the official plugin waits for it.
      const found = await client().send({
        method: "GET",
        path: `${collection}/${id}`,
        doing: "error getting dashboard",
        patientWith: [404],
        signal: call.signal,
      });
      return { id, outputs: outputs(found, id, null) };
    },

    async update({ id, inputs, state, preview }, call) {
      warnOfTimeout("update", call);
      const planned = settle(dashboard, propose(dashboard, inputs, state), state);
      if (preview) return { ...foresee(dashboard, planned, state), id };
      const update = () =>
        client().send({
          method: "PUT",
          path: `${collection}/${id}`,
          body: body(planned, id),
          doing: "error updating dashboard",
          signal: call.signal,
        });
      const left = { id, inputs, outputs: { ...foresee(dashboard, planned, state), id } };
      const updated = await asSdk("updating", call, update, left);
      return withUnsetTexts(outputs(updated, id, []), state);
    },

    async read({ id, inputs, state }, call) {
      const found = await asSdk("refreshing", call, () =>
        client().find({
          path: `${collection}/${id}`,
          doing: "error getting dashboard",
          signal: call.signal,
        }),
      );
      if (!found) return undefined;
      const now = outputs(found, id, []);
      const isImport = Object.keys(inputs).length === 0;
      return {
        id,
        outputs: { ...now, dashboardListsRemoveds: state.dashboardListsRemoveds ?? null },
        inputs: isImport ? withEmptyNotes(dashboard, project(dashboard, now)) : refresh(dashboard, inputs, now),
      };
    },

    async delete({ id }, call) {
      await asSdk("deleting", call, () =>
        client().send({
          method: "DELETE",
          path: `${collection}/${id}`,
          doing: "error deleting dashboard",
          signal: call.signal,
        }),
      );
    },
  };
}

/** A list that was null and is empty stays null, until it is read. */
function withUnsetTexts(now: Properties, before: Properties): Properties {
  const isUnset = (name: string): boolean => dashboard.fields[name]?.kind === "texts" && before[name] === null;
  return Object.fromEntries(
    Object.entries(now).map(([name, value]) => [name, isUnset(name) && !isFilled(value) ? null : value]),
  );
}

function body(planned: Properties, id: string): Properties {
  refuseHollowWidgets(planned.widgets);
  return { ...(encode(dashboard, planned) as Properties), id };
}

function outputs(received: Properties, id: string, noTexts: NoTexts): Properties {
  refuseUnknownWidgets(received.widgets);
  return { ...decode(dashboard, received, { noTexts }), id };
}

/** As the upstream does before it sends a dashboard. */
function refuseHollowWidgets(widgets: Value | undefined): void {
  for (const widget of Array.isArray(widgets) ? widgets : []) {
    if (!isObject(widget)) continue;
    const definitions = Object.entries(widget).filter(
      ([name, value]) => name.endsWith("Definition") && isFilled(value),
    );
    if (definitions.length === 0) {
      const reason = "failed to find valid definition in widget configuration";
      throw new RequestFailure(`failed to parse resource configuration: ${reason}`, "", reason);
    }
    for (const [, definition] of definitions) if (isObject(definition)) refuseHollowWidgets(definition.widgets);
  }
}

/** Somebody may have added what this stand-in cannot read: better an error than a state without it. */
function refuseUnknownWidgets(widgets: Value | undefined): void {
  for (const widget of Array.isArray(widgets) ? widgets : []) {
    const definition = isObject(widget) ? widget.definition : undefined;
    if (!isObject(definition)) continue;
    if (typeof definition.type !== "string" || !widgetTypes.has(definition.type)) {
      throw new Error(
        `the dashboard holds a widget of type ${JSON.stringify(definition.type)}, which the local stand-in of the ` +
          "Datadog plugin does not know; install the official plugin to manage it, or remove the widget",
      );
    }
    refuseUnknownWidgets(definition.widgets);
  }
}

function identity(created: Properties): string {
  if (typeof created.id === "string" && created.id !== "") return created.id;
  throw new Error(`Datadog answered POST ${collection} without an id`);
}
