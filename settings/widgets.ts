import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";
import { oneLine } from "./parts";

const json: z.ZodType<z.core.util.JSONType> = z.json();

const widget = z
  .strictObject({
    title: oneLine.min(1).optional().describe("Above the graph of `query`."),
    slo: z
      .string()
      .min(1)
      .optional()
      .describe(
        "How well an SLO of the stack is met, and what is left of its error budget: its name, as a preview has it.",
      ),
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
    besideMistakes(({ title, query, slo, definition }, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      const [first, second] = Object.entries({ query, slo, definition }).flatMap(([key, said]) =>
        said === undefined ? [] : [key],
      );
      if (first === undefined) add("query", "is missing; expected it, or slo, or a definition");
      if (first !== undefined && second !== undefined) {
        add(second, `is of another widget than ${first}; expected one of the two`);
      }
      if (query !== undefined && title === undefined) add("title", "is missing; expected what the graph shows");
      if (definition !== undefined && title !== undefined) add("title", "is of query; expected it in the definition");
      if (slo !== undefined && title !== undefined) add("title", "is of query; an SLO has its own");
    }),
  );

const ofOne = (what: string) => z.array(widget).default([]).describe(`At the end of the dashboard of ${what}.`);

const OWN = { hosts: ofOne("the hosts"), databases: ofOne("the databases"), services: ofOne("the applications") };

/**
 * Widgets of the settings' own, on dashboards that there are.
 *
 * @param packs those of a team's that have a dashboard.
 */
export function widgetsOf(packs: readonly string[]) {
  const ofPacks = Object.fromEntries(packs.map((name) => [name, ofOne(`the pack \`${name}\``)]));
  // Those of a team's packs are known by their names alone.
  return z
    .strictObject({ ...ofPacks, ...OWN })
    .prefault({})
    .describe(
      "Widgets of your own, at the end of dashboards: `hosts`, `databases`, `services`, that of a pack by its name.",
    );
}

export type WidgetSettings = z.output<typeof widget>;
