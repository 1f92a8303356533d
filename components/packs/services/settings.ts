import { z } from "zod";
import { besideMistakes } from "../../../settings/beside-mistakes";
import { credentialIn } from "../../../settings/credentials";
import { oneLine, port, seconds, tag, url } from "../../../settings/parts";

/** What Lookout sets in a service's environment, and what says it instead. */
const OWN: Readonly<Record<string, string>> = {
  DD_SERVICE: "the service's name",
  DD_ENV: "the stack's name",
  DD_VERSION: "the service's version",
  DD_TAGS: "the service's tags",
  DD_LOGS_INJECTION: "nothing: it is always on",
  DD_TRACE_AGENT_URL: "agent.apm.port",
  DD_AGENT_HOST: "nothing: the host's own Agent takes the traces",
  DD_TRACE_AGENT_HOSTNAME: "nothing: the host's own Agent takes the traces",
  DD_TRACE_AGENT_PORT: "agent.apm.port",
  DD_TRACE_SAMPLING_RULES: "the service's sampleRate",
  DD_TRACE_SAMPLE_RATE: "the service's sampleRate",
};

/** Its environment beside Datadog's. systemd would not take another character in it. */
const variables = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is not a variable's name"), oneLine)
  .superRefine((all, context) => {
    for (const [name, value] of Object.entries(all)) {
      const instead = OWN[name];
      const why = credentialIn(name, value);
      if (instead !== undefined) {
        const message = `is set by Lookout; expected ${instead} in its place`;
        context.addIssue({ code: "custom", path: [name], message, input: value });
      } else if (why !== undefined) {
        const message = `${why}, and its text is in the plan; expected it among the service's credentials`;
        context.addIssue({ code: "custom", path: [name], message, input: value });
      }
    }
  });

/** Words of a command: as a variable, but without a name. */
const word = oneLine.min(1).superRefine((text, context) => {
  const why = credentialIn("", text);
  if (why === undefined) return;
  const message = `${why}, and its text is in the plan; expected it among the service's credentials`;
  context.addIssue({ code: "custom", message, input: text });
});

/** Its user and its units there. */
const OF_THE_AGENT = /^(dd-agent|datadog-agent(-(trace|process|sysprobe|security|installer))?)$/;

/** A traced application on a host. */
const service = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/, "is not a service's name; expected lower case letters, digits and hyphens")
    .refine((name) => !OF_THE_AGENT.test(name), "is the Agent's own on each host; expected another name")
    .max(31, "is too long for a user's name; expected at most 31 characters")
    .describe("As Datadog shows it, and as its unit, its user and its folder are named."),
  source: z
    .string()
    .min(1)
    .describe(
      "The folder with its code and its locked `requirements.txt`, from this project's folder on: `apps/flask`.",
    ),
  environment: z
    .string()
    .regex(
      /^\/[\w.@/+~-]*$/,
      "is not a folder on the host; expected an absolute path, of letters, digits and . _ - / + @ ~",
    )
    .optional()
    .describe("A virtual environment that the host has, with ddtrace in it, in place of the locked requirements."),
  command: z
    .array(word)
    .min(1, "is empty; expected the command's words")
    .describe("What runs under `ddtrace-run`: words, the first a program of its requirements."),
  version: oneLine.min(1).optional().describe("`DD_VERSION`. Default: the digest of its code."),
  variables: variables
    .default({})
    .describe("Of its environment, beside Datadog's. Not for secrets: their text is in the plan."),
  credentials: z
    .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "is not a credential's name"), z.string())
    .default({})
    .describe("Secrets by name: files in its `$CREDENTIALS_DIRECTORY`."),
  healthUrl: url
    .regex(/^http:/, "is not the service's own URL; expected http://127.0.0.1:…")
    .describe("Asked on the host after each start; answers below 400 when all is well."),
  healthSeconds: seconds.max(600).default(30).describe("How long a start may take."),
  databasePort: port
    .optional()
    .describe(
      "The port of this host's PostgreSQL, where the service gets a role of its own: by its user, no password.",
    ),
  sampleRate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .describe("The share of traces that is kept. Default: the Agent decides."),
  tags: z.array(tag).default([]).describe("On its traces, beside the environment's."),
});

/** Services of one host: each has a name of its own. */
export const services = z.array(service).check(
  besideMistakes((all, context) => {
    for (const [index, { name }] of all.entries()) {
      if (all.findIndex((other) => other.name === name) === index) continue;
      const message = `"${name}" is another service's name on this host already; expected one of its own`;
      context.addIssue({ code: "custom", path: [index, "name"], message, input: all });
    }
  }),
);
