import { z } from "zod";
import { besideMistakes } from "../../settings/beside-mistakes";
import { extraMistakes, referencedSecrets, saidTwice } from "./extra";
import type { ConfigValue } from "./integration";
import { port, seconds, url } from "../../settings/parts";
import { FLAVORS } from "./flavor";
import { packageRepositories } from "./repository";
import { secretBackend, tooOldFor } from "./secret-backend";
import { apm, ofAgents } from "./typed-settings";

/** The Agent's words, which it takes in any case, and `warning` for `warn`. */
const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "critical", "off"] as const;

/** @see https://github.com/DataDog/agent-linux-install-script */
const FIRST_FIPS_MINOR = 64;

/** The release that Datadog's packages of every family have; the epoch is 1 in each. */
const version = z
  .string()
  .regex(/^((\d+:)?\d+\.\d+\.\d+-\d+|\d+\.\d+\.\d+)$/, {
    error: "is not a package version; expected such as 7.70.1 or 1:7.70.1-1",
    abort: true,
  })
  .regex(/^(\d+:)?7\./, {
    error: "is not of Agent 7, which alone is in the repository's `stable 7`; expected such as 7.70.1",
    abort: true,
  })
  .regex(/^(1:|[\d.]+$)/, "has no epoch, which every version of the repository has; expected such as 1:7.70.1-1")
  .transform((text) => (text.includes("-") ? text : `1:${text}-1`));

const secret = z.string().min(1, "is empty; expected the secret");

const anyCase = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const NO_LEVEL = `is not accepted; expected ${LOG_LEVELS.join(", ")}`;

/** An editor completes the first, and lets the others pass. */
const logLevel = z.union(
  [
    z.enum(LOG_LEVELS),
    z
      .string(NO_LEVEL)
      .regex(new RegExp(`^(${[...LOG_LEVELS, "warning"].map(anyCase).join("|")})$`), NO_LEVEL)
      .transform((level) => level.toLowerCase().replace(/^warning$/, "warn")),
  ],
  { error: NO_LEVEL },
);

const secrets = z
  .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "is not a secret's name; expected small letters, digits and _"), secret)
  .default({})
  .describe("Secrets by name, for `extra` and `proxy`, where `${secret:name}` is the place of each.");

const json: z.ZodType<ConfigValue> = z.json();

const extra = z
  .record(z.string(), json)
  .superRefine((said, context) => {
    for (const { path, message } of extraMistakes(said)) {
      context.addIssue({ code: "custom", path: [...path], message, input: said });
    }
  })
  .default({})
  .describe(
    "More of datadog.yaml, as it is: what no setting beside it says. Its text is in the plan: secrets belong into `agent.secrets`.",
  );

/** Each secret has a place, and each place a secret; each key of `datadog.yaml` is said once. */
const agreed = besideMistakes<{
  secrets: Readonly<Record<string, string>>;
  extra: Readonly<Record<string, unknown>>;
  proxy?: object | undefined;
}>((agent, context) => {
  const { secrets: known, extra, proxy } = agent;
  const places = referencedSecrets({ extra, proxy });
  const add = (path: readonly (string | number)[], message: string) => {
    context.addIssue({ code: "custom", path: [...path], message, input: extra });
  };
  for (const { path, name } of places) {
    if (Object.hasOwn(known, name)) continue;
    add(path, `names the secret "${name}", which is not there; expected it in agent.secrets`);
  }
  for (const { path, message } of saidTwice(agent)) add(["extra", ...path], message);
  for (const name of Object.keys(known)) {
    if (places.some((place) => place.name === name)) continue;
    add(["secrets", name], `is used nowhere; expected \${secret:${name}} in agent.extra or agent.proxy`);
  }
});

/** What the Agent of one host, or of a group of them, has otherwise than all. */
export const agentOfHosts = z
  .strictObject({
    version: version.optional().describe("Default: `agent.version`."),
    adopt: z.boolean().optional().describe("Default: `agent.adopt`."),
    logLevel: logLevel.optional().describe("Default: `agent.logLevel`."),
    ...ofAgents,
    apm: z.strictObject(apm).optional(),
    secrets,
    extra,
  })
  .check(agreed)
  .meta({ documentedAs: "agent" });

export const agent = z
  .strictObject({
    version: version.describe("The package's version, `7.70.1` or all of it, `1:7.70.1-1`; pinned and held."),
    flavor: z
      .enum(FLAVORS, { error: `is no package of the Agent; expected ${FLAVORS.join(", ")}` })
      .default("datadog-agent")
      .describe(
        "Which package of the Agent: the IoT one has no Python and so no integrations but its own, the FIPS one validated cryptography.",
      ),
    allowDowngrade: z
      .boolean()
      .default(false)
      .describe("Whether a version lower than the one that is there is installed; else the run stops before it."),
    repository: packageRepositories,
    adopt: z
      .boolean()
      .default(false)
      .describe(
        "Take over an Agent that is on the host already; it is given back, with its files as they were, at destroy.",
      ),
    packageWaitSeconds: seconds
      .max(3600)
      .default(120)
      .describe("How long another package manager on the host is waited for, as at a machine's first boot."),
    ddUrl: url
      .optional()
      .describe("Where the Agent sends all that it sends: a proxy in Datadog's place. Default: the site's intakes."),
    intakeUrls: z
      .strictObject({
        databaseMonitoring: url.optional().describe("Statements, plans, activity. Default: `agent.ddUrl`."),
        logs: url.optional().describe("Default: `agent.ddUrl`."),
        processes: url.optional().describe("Default: `agent.ddUrl`."),
      })
      .prefault({})
      .describe("Where a proxy takes something on a port of its own."),
    apm: z
      .strictObject({
        port: port
          .default(8126)
          .describe("Where it takes traces, on loopback, of a host that has `services`, or `enabled: true`."),
        url: url.optional().describe("Where it sends them. Default: `agent.ddUrl`."),
        ...apm,
      })
      .prefault({}),
    logLevel: logLevel
      .default("info")
      .describe(
        "How much the Agent logs: `trace`, `debug`, `info`, `warn`, `error`, `critical` or `off`; `info` where it is left out.",
      ),
    ...ofAgents,
    secrets,
    secretBackend,
    extra,
  })
  .check(
    agreed,
    besideMistakes(({ version, flavor }, context) => {
      const [, minor] = /^1:7\.(\d+)\./.exec(version) ?? [];
      if (flavor !== "datadog-fips-agent" || Number(minor) >= FIRST_FIPS_MINOR) return;
      const message = `has no datadog-fips-agent; expected 7.${FIRST_FIPS_MINOR} or newer`;
      context.addIssue({ code: "custom", path: ["version"], message, input: version });
    }),
    besideMistakes(({ version, secretBackend: backend, extra: said }, context) => {
      if (backend === undefined) return;
      const tooOld = tooOldFor(backend, version);
      if (tooOld !== undefined)
        context.addIssue({ code: "custom", path: ["version"], message: tooOld, input: version });
      for (const key of Object.keys(said).filter((one) => /^secret_backend_/i.test(one))) {
        const message = "is said by agent.secretBackend already; expected one of the two";
        context.addIssue({ code: "custom", path: ["extra", key], message, input: said });
      }
    }),
  );
