import { z } from "zod";
import { besideMistakes } from "../../../settings/beside-mistakes";
import { below, credentialIn, nameAt } from "../../../settings/credentials";
import { seconds, tag } from "../../../settings/parts";
import type { ConfigValue } from "../../agent/integration";

/** What the settings of any kind of server are made of. */

const name = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, "is not a name; expected lower case letters, digits and hyphens");
/** @param longest what the server takes. */
export const user = (longest: number) =>
  z
    .string()
    .regex(/^[a-z_][a-z0-9_]*$/, "is not a user's name; expected lower case letters, digits and _")
    .max(longest, `is too long; expected at most ${longest} characters`)
    .default("datadog")
    .describe("The monitoring user.");
export const oneLine = /^[^\r\n\0]*$/;
/** What goes into a client's option file, or a connection's parameters. */
export const line = z.string().min(1).regex(oneLine, "has a line break; expected one line");
export const file = line.startsWith("/", "is not a file on the host; expected an absolute path");

/** What pgpass and MySQL's option files can carry, in one line. */
export const password = z
  .string()
  .min(8, "is too short; expected at least 8 characters")
  .regex(oneLine, "has a line break; expected one line, since clients read a password as one")
  .refine((text) => Buffer.byteLength(text) <= 256, "is too long; expected at most 256 bytes");

/** A query of a user's own, whose columns become metrics and tags. */
export const customQuery = z.strictObject({
  query: z.string().min(1).describe("One statement."),
  columns: z
    .array(
      z.strictObject({
        name: z.string().min(1).describe("The metric's or the tag's."),
        type: z.string().min(1).describe("`gauge`, `count`, `rate`, `tag`, …"),
      }),
    )
    .min(1, "is empty; expected a name and a type for each column of the query")
    .describe("One for each column of the result, in its order."),
  tags: z.array(tag).optional().describe("On its metrics."),
  metricPrefix: z.string().min(1).optional().describe("In front of each metric's name."),
  intervalSeconds: seconds.optional().describe("How often; each run of the check where it is left out."),
});

export type CustomQuery = z.infer<typeof customQuery>;

/** What the Agent's instance for any server may say. */
export const instance = {
  name: name.optional().describe("With its host's, its name in the stack: `db1-orders`. Default: the type."),
  reportedHostname: z.string().min(1).optional().describe("The host's name in Datadog, where it is not this host's."),
  customQueries: z.array(customQuery).optional().describe("Queries whose columns become metrics and tags."),
  intervalSeconds: seconds.max(3600).optional().describe("How often the check runs. Default: the Agent's 15."),
  tags: z.array(tag).optional().describe("On what this server sends."),
};

/** How the monitoring user is made, on any server. */
export const monitoring = {
  password: password
    .optional()
    .describe(
      "Secret. The user's own; generated where it is left out. With `manageUser: false` also a handle, `ENC[…]`, of `agent.secretBackend`.",
    ),
  replicaOf: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, "is not a server; expected its host's name, or host.server")
    .optional()
    .describe("The server whose replica it is (`db1`, or `db1.orders` by its name): user and password are that one's."),
  passwordVersion: z.int().min(1).default(1).describe("Another number makes another password."),
  connectionLimit: z
    .int()
    .min(2)
    .optional()
    .describe("How many connections the user may have at once. Default: reckoned from what the checks hold."),
  manageUser: z
    .boolean()
    .default(true)
    .describe(
      "`false` leaves the user alone: nothing is made, changed or dropped on the server; the login with `password`, and what it may see, are proved.",
    ),
  adopt: z
    .boolean()
    .default(false)
    .describe("Take over a user that is there already; it is given back, as it was, at destroy."),
  dbm: z.boolean().default(false).describe("Database Monitoring: statements and their plans."),
  manageServerSettings: z
    .boolean()
    .default(false)
    .describe("Set what Database Monitoring needs of the server, in a drop-in file; without it, it is said."),
  allowRestart: z.boolean().default(false).describe("Restart the server where such a setting asks for it."),
};

export const admin = {
  user: line.describe("Who may make users there."),
  password: z.string().min(1).regex(oneLine, "has a line break; expected one line").describe("Secret."),
};

const json: z.ZodType<ConfigValue> = z.json();

/** Keys of the instance that Lookout writes; the same in `extra` would take them away from it. */
export function extra(...own: string[]) {
  return z
    .record(z.string(), json)
    .check(
      besideMistakes((map, context) => {
        for (const key of Object.keys(map).filter((key) => own.includes(key))) {
          context.addIssue({
            code: "custom",
            path: [key],
            message: "is one of Lookout's own; expected the setting for it beside `extra`",
            input: map,
          });
        }
        for (const { path, value } of below(map)) {
          const why = own.includes(String(path[0])) ? undefined : credentialIn(nameAt(path), value);
          if (why === undefined) continue;
          const message = `${why}, and would stand in clear in each plan; expected no secret in \`extra\``;
          context.addIssue({ code: "custom", path: [...path], message, input: map });
        }
      }),
    )
    .optional()
    .describe("More of the Agent's instance, as it is. Not for secrets: its text is in the plan.");
}

export function tls<const Modes extends readonly [string, ...string[]]>(modes: Modes, words: string) {
  return z
    .strictObject({
      mode: z.enum(modes).describe(words),
      rootCertificate: file.optional().describe("A file on the host that the Agent may read."),
      certificate: file.optional().describe("The client's."),
      key: file.optional().describe("The client's."),
    })
    .check(
      besideMistakes(({ mode, rootCertificate }, context) => {
        if (!mode.startsWith("verify-") || rootCertificate !== undefined) return;
        const message = "is missing; expected the file of the authority that signed the server's certificate";
        context.addIssue({ code: "custom", path: ["rootCertificate"], message, input: undefined });
      }),
    )
    .optional();
}
