import { z } from "zod";
import { besideMistakes } from "../../settings/beside-mistakes";
import { below, credentialIn, nameAt } from "../../settings/credentials";
import type { ConfigMap, ConfigValue } from "./integration";
import { secretsNamedIn } from "./secret-references";

const json: z.ZodType<ConfigValue> = z.json();
const map: z.ZodType<ConfigMap> = z.record(z.string(), json);

/** What the Agent tails, or listens to. @see https://docs.datadoghq.com/agent/logs/ */
const log = z
  .object({
    type: z.enum(["file", "journald", "tcp", "udp"]).describe("What kind of source it is."),
    path: z.string().min(1).optional().describe("Of a file, or several by a pattern: `/var/log/nginx/*.log`."),
    source: z.string().min(1).optional().describe("Which pipeline of Datadog's reads it: `nginx`."),
    service: z.string().min(1).optional().describe("Whose logs they are."),
  })
  .catchall(json)
  .check(
    besideMistakes(({ type, path, source, service }, context) => {
      const add = (key: string, message: string) => {
        context.addIssue({ code: "custom", path: [key], message, input: undefined });
      };
      if (type === "file" && path === undefined) add("path", "is missing; expected the file's, such as /var/log/x.log");
      if (type === "file" && path !== undefined && !path.startsWith("/")) {
        add("path", `"${path}" is not absolute; expected such as /var/log/x.log`);
      }
      // The Agent takes the one without the other, and its logs then belong to nobody, or are read by no pipeline.
      if (source === undefined) add("source", "is missing; expected the integration's, such as nginx");
      if (service === undefined) add("service", "is missing; expected the name of the service whose logs they are");
    }),
  );

export const logs = z.array(log).default([]);

/** One of the Agent's integrations, in the Agent's own words: https://docs.datadoghq.com/integrations/ */
const integration = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]*$/, "is not an integration's name; expected its folder's in conf.d, such as redisdb")
      .describe("Its folder's name in conf.d: `redisdb`, `http_check`, `nginx`, `systemd`."),
    init_config: map.default({}).describe("As the integration's documentation has it."),
    instances: z
      .array(map)
      .default([])
      .describe(
        "As the integration's documentation has them. Their text is in the plan: secrets belong into `secrets`.",
      ),
    logs: logs.describe("What it reads logs from."),
    secrets: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/, "is not a secret's name"), z.string().min(1, "is empty"))
      .default({})
      .describe("Secrets by name, for its `init_config` and `instances`, where `${secret:name}` is the place of each."),
    source: z
      .string()
      .regex(/\.py$/, "is not a check's file; expected a path that ends in .py")
      .optional()
      .describe("A check of your own: its Python file, from this project's folder on, such as `checks/custom_x.py`."),
    wheels: z
      .array(z.string().regex(/\.whl$/, "is not a wheel's file; expected a path that ends in .whl"))
      .default([])
      .describe(
        "Python packages that the check needs, or is in, beside the Agent's own: their files, from this project's folder on, such as `wheels/acme_client-1.0-py3-none-any.whl`.",
      ),
  })
  .check(
    besideMistakes(({ init_config, instances, logs, secrets, source, wheels }, context) => {
      const add = (path: readonly (string | number)[], message: string) => {
        context.addIssue({ code: "custom", path: [...path], message, input: instances });
      };
      if (instances.length === 0 && logs.length === 0) {
        add(["instances"], "is empty; expected at least one, {} where the check needs no settings, or logs");
      }
      if ((source !== undefined || wheels.length > 0) && instances.length === 0) {
        add(["instances"], "is empty; expected at least one, without which the check never runs");
      }
      const used = new Set<string>();
      for (const { path, value } of below({ init_config, instances })) {
        const named = typeof value === "string" ? secretsNamedIn(value) : [];
        for (const name of named) used.add(name);
        const unknown = named.find((name) => !Object.hasOwn(secrets, name));
        const why = named.length > 0 ? undefined : credentialIn(nameAt(path), value);
        if (unknown !== undefined) {
          add(path, `names the secret "${unknown}", which is not there; expected it in secrets`);
        } else if (why !== undefined) {
          add(
            path,
            `${why}, and this text is in the plan; expected the secret in secrets, and \${secret:its_name} here`,
          );
        }
      }
      for (const { path, value } of below(logs)) {
        const why = credentialIn(nameAt(path), value);
        if (why !== undefined)
          add(["logs", ...path], `${why}, and this text is in the plan; expected no secret in logs`);
      }
      for (const name of Object.keys(secrets)) {
        if (!used.has(name)) add(["secrets", name], `is used nowhere; expected \${secret:${name}} in an instance`);
      }
    }),
  );

/** Integrations of one host, or of all. */
export const integrations = z
  .array(integration)
  .check(
    besideMistakes((all, context) => {
      for (const [index, { name }] of all.entries()) {
        if (all.findIndex((other) => other.name === name) === index) continue;
        const message = `"${name}" is declared already; expected its instances there`;
        context.addIssue({ code: "custom", path: [index, "name"], message, input: all });
      }
    }),
  )
  .default([]);

export type IntegrationSettings = z.output<typeof integration>;
export type LogSettings = z.output<typeof log>;
