import { z } from "zod";
import { besideMistakes } from "./beside-mistakes";

/** Each is an engine, a program and its plugins: some 600 MiB for 100 hosts. */
const MOST_AT_ONCE = 50;
const DAY_MINUTES = 24 * 60;

const atOnce = z.int().min(1).max(MOST_AT_ONCE);
const stackName = z
  .string("is not a stack's name; expected such as prod-eu1, in quotes where it is digits")
  .regex(/^([^/\s]+\/){0,2}[^/\s]+$/, "is not a stack's name; expected such as prod-eu1");

const wave = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, "is not a name; expected lower case letters, digits and hyphens")
    .describe("What people call it: `canary`."),
  stacks: z
    .array(stackName)
    .min(1, "is empty; expected one stack at least")
    .describe("Begun in this order, as many at once as `atOnce` says."),
  atOnce: atOnce.optional().describe("Of this wave's stacks. Default: `atOnce` of the fleet."),
  soakMinutes: z
    .int()
    .min(0)
    .max(DAY_MINUTES)
    .default(0)
    .describe("How long after its last change nothing may alert before the next wave begins. Wants `monitorsOf`."),
});

/** The stacks of a fleet, in the order in which they are brought up: a wave begins when all before it is proved. */
export const fleetSchema = z
  .strictObject({
    atOnce: atOnce.default(4).describe("So many stacks at once: each is an engine and a program of its own."),
    monitorsOf: stackName
      .optional()
      .describe(
        "The stack whose monitors in Datadog must not alert for a wave's hosts after it; asked with that stack's keys.",
      ),
    waves: z.array(wave).min(1, "is empty; expected one wave at least").describe("One after the other."),
  })
  .check(
    besideMistakes(({ waves, monitorsOf }, context) => {
      const add = (path: (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path, message, input: undefined });
      };
      const stacks = new Map<string, string>();
      for (const [i, { name, stacks: own, soakMinutes }] of waves.entries()) {
        const first = waves.findIndex((other) => other.name === name);
        if (first < i) add(["waves", i, "name"], `"${name}" is waves[${first}]'s already; expected one of its own`);
        if (soakMinutes > 0 && monitorsOf === undefined) {
          add(["waves", i, "soakMinutes"], "looks at no monitor: monitorsOf is missing; expected both or neither");
        }
        for (const [j, stack] of own.entries()) {
          const place = stacks.get(stack);
          if (place === undefined) stacks.set(stack, `waves[${i}].stacks[${j}]`);
          else add(["waves", i, "stacks", j], `"${stack}" is ${place} already; expected each stack once`);
        }
      }
    }),
  );

export type Fleet = z.output<typeof fleetSchema>;
export type Wave = Fleet["waves"][number];

/** The JSON schema of a fleet's file, by which an editor completes and checks it. */
export function fleetJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(fleetSchema, { io: "input" });
  return { $schema, title: "A fleet of Lookout's stacks", ...schema };
}
