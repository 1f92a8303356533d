import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";
import { oneLine } from "./parts";

const json: z.ZodType<z.core.util.JSONType> = z.json();

const widget = z
  .strictObject({
    title: oneLine.min(1).optional().describe("Above the graph of `query`."),
    query: z
      .string()
      .min(1)
      .optional()
      .describe(
        "A graph of a line for each group, of a query as Datadog writes it: `max:redis.mem.used{*} by {host}`.",
      ),
    definition: z
      .record(
        z.string().regex(/^[a-z][A-Za-z]*Definition$/, "is not a widget's kind; expected such as toplistDefinition"),
        json,
      )
      .refine((kinds) => Object.keys(kinds).length === 1, "is not one widget; expected one kind, with what it says")
      .optional()
      .describe(
        "Any other widget, in the words of the provider: `queryValueDefinition: {requests: [{q: …}]}`. Its title is in it.",
      ),
  })
  .check(
    besideMistakes(({ title, query, definition }, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      if (query === undefined && definition === undefined) add("query", "is missing; expected it, or a definition");
      if (query !== undefined && definition !== undefined) {
        add("definition", "is of another widget than query; expected one of the two");
      }
      if (query !== undefined && title === undefined) add("title", "is missing; expected what the graph shows");
      if (definition !== undefined && title !== undefined) add("title", "is of query; expected it in the definition");
    }),
  );

const ofOne = (what: string) => z.array(widget).default([]).describe(`At the end of the dashboard of ${what}.`);

/** Widgets of the settings' own, on dashboards that there are. */
export const widgets = z
  .strictObject({
    hosts: ofOne("the hosts"),
    databases: ofOne("the databases"),
    services: ofOne("the applications"),
  })
  .prefault({})
  .describe("Widgets of your own, at the end of dashboards.");

export type WidgetSettings = z.output<typeof widget>;
