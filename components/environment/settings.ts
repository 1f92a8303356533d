import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { SITES } from "../../datadog/links/sites";
import { integrations, logs } from "../agent/integrations-settings";
import { agent, agentOfHosts } from "../agent/settings";
import { hostKey, loginMistakes, reach, reachMistakes, ssh } from "../host/settings";
import { besideMistakes } from "../../settings/beside-mistakes";
import { demands } from "../../settings/demands";
import { downtimes, timezone, windows } from "../../settings/downtimes";
import { lint } from "../../settings/lint";
import { monitors } from "../../settings/monitors";
import { notificationRules } from "../../settings/notification-rules";
import { objects } from "../../settings/objects";
import { base, tag, url } from "../../settings/parts";
import { recipients } from "../../settings/recipients";
import { slos } from "../../settings/slos";
import { teams } from "../../settings/teams";
import { widgetsOf } from "../../settings/widgets";
import { databaseMonitorSettings } from "../packs/databases/monitor-settings";
import { hostMonitors } from "../packs/hosts/settings";
import { myMetric } from "../packs/my-metric/settings";
import { mysqlMonitorSettings } from "../packs/mysql/monitor-settings";
import { postgresMonitorSettings } from "../packs/postgres/monitor-settings";
import { serviceMonitors } from "../packs/services/monitor-settings";
import { services } from "../packs/services/settings";
import { databases } from "./databases";
import { INCONSISTENCIES } from "./inconsistencies";
import { blockOf, type Pack } from "./pack";

const hexKey = (digits: number, name: string) =>
  z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`), `is not ${name}; expected ${digits} hexadecimal digits`);

const datadog = z.strictObject({
  site: z.enum(SITES).default("datadoghq.com").describe("Datadog's site."),
  apiKey: hexKey(32, "an API key").describe("Secret. The Agent and the provider send with it."),
  appKey: hexKey(40, "an application key").describe("Secret. The provider manages monitors and dashboards with it."),
  apiUrl: url.optional().describe("Where the provider finds the API. Default: `https://api.<site>`."),
  appUrl: url.optional().describe("Where people open Datadog; a custom subdomain. Default: the site's."),
});

/** What hosts may have in common. */
const ofHosts = {
  ...reach,
  acceptUnknownHostKey: z.boolean().default(false).describe("Accept any key. Warned of at each preview."),
  sftp: z
    .boolean()
    .default(true)
    .describe(
      "Copy the commands' scripts there by SFTP. `false`, where sshd has none: each command brings its own, which the state keeps, 150 KB a host.",
    ),
  tags: z.array(tag).default([]).describe("Beside `env` and the environment's tags."),
  databases: databases.default([]).describe("Database servers that the host's Agent monitors."),
  integrations: integrations.describe("More of the Agent's integrations, of any check, in the Agent's own words."),
  logs: logs.describe("Files and journals that its Agent reads, beside those of integrations."),
  services: services.default([]).describe("Applications that run there, traced."),
  agent: agentOfHosts.optional().describe("What its Agent has otherwise than `agent`, or beside it."),
};

const shared = z.strictObject(ofHosts).partial();
const defaults = shared.check(besideMistakes(loginMistakes)).meta({ documentedAs: "hosts[]" });
const groupName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]*$/, "is not a group's name; expected lower case letters, digits, hyphens, underscores");
const group = shared
  .extend({ groups: z.array(groupName).optional() })
  .check(besideMistakes(loginMistakes))
  .meta({ documentedAs: "hosts[]" });

const host = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
        "is not a host name; expected lower case letters, digits and hyphens, and dots between them",
      )
      .max(253, "is too long; expected at most 253 characters")
      .describe("As Datadog shows it."),
    address: z.string().min(1).describe("What SSH connects to: an address or a name."),
    groups: z.array(groupName).default([]).describe("Groups whose settings it has, the first before the second."),
    hostKey: hostKey.optional().describe("The host's public key. Required, unless `acceptUnknownHostKey`."),
    rebuilt: z
      .string()
      .min(1)
      .optional()
      .describe(
        'Any text, such as a date; another one lays everything on the host anew: after it was rebuilt with the same host key, or cleared by hand. `"2026-11-28"`.',
      ),
    gone: z
      .boolean()
      .default(false)
      .describe(
        "The machine does not exist any more: no command reaches for it, and what Lookout laid there is left. For one `up`; then the host can be taken out, or get another address.",
      ),
    ...ofHosts,
  })
  .check(
    besideMistakes(({ hostKey, acceptUnknownHostKey }, context) => {
      if (hostKey !== undefined || acceptUnknownHostKey) return;
      const message =
        "is missing; expected the line that `ssh-keyscan -t ed25519 <address>` prints after the address, compared with the host's own, or acceptUnknownHostKey: true";
      context.addIssue({ code: "custom", path: ["hostKey"], message, input: undefined });
    }),
    besideMistakes(reachMistakes),
  );

const quietHours = z.strictObject({
  timezone: timezone.default("UTC").describe("IANA name."),
  windows: windows
    .default({})
    .describe('Each a downtime: `nights: "19:00-09:00 Mon-Fri"`, `weekend: all day Sat-Sun`.'),
  closeGaps: z.boolean().default(false).describe("Also mute the mornings that the windows leave open."),
});

const { connections, ...ofAnyServer } = databaseMonitorSettings;
export const databaseMonitors = z.strictObject({
  connections,
  ...mysqlMonitorSettings,
  ...postgresMonitorSettings,
  ...ofAnyServer,
});

/** Everything that may differ between environments. */
const environment = z.strictObject({
  tags: z.array(tag).default([]).describe("On every host and monitor, beside `env:<stack>`."),
  notify: recipients.describe(
    "Who is notified: handles such as `@oncall@example.com`, of everything, or by severity. A pack of monitors may have its own.",
  ),
  teams,
  runbookBase: base
    .optional()
    .describe(
      "Where the site of `lookout runbooks` is: below it each monitor has a page, to which it links where nothing nearer is said. Each message then ends with its runbook's address.",
    ),
  datadog,
  ssh: ssh.prefault({}),
  agent,
  defaults: defaults.optional().describe("What every host has, but for what it, or a group of it, says."),
  groups: z
    .record(groupName, group)
    .default({})
    .describe(
      "What hosts have in common, by the name that their `groups` have; keys as of a host, `groups` too: a group may be in others. None where it is left out.",
    ),
  hosts: z
    .array(host)
    .min(1, "is empty; expected at least one host")
    .check(besideMistakes(unique))
    .describe("The hosts that are monitored."),
  hostsFrom: z
    .string("is not a path; expected a file, or a folder, by its path from the project's folder on")
    .optional()
    .describe(
      "More hosts, from a file or a folder of files: YAML with a list of hosts, as `hosts[]`, or an Ansible inventory in YAML or INI. Host keys may be in `known_hosts` beside it, secrets in none of them. `hosts/prod.yaml`, `inventories/production/`.",
    ),
  integrations: integrations.describe("Integrations that the Agent of each host has."),
  myMetric,
  hostMonitors: hostMonitors
    .prefault({})
    .describe("The monitors of the hosts themselves: one of each kind for all hosts of the environment."),
  databaseMonitors: databaseMonitors
    .prefault({})
    .describe("The monitors of the database servers: one of each kind for all servers of the environment."),
  serviceMonitors: serviceMonitors
    .prefault({})
    .describe("The monitors of the traced services: one of each kind for all services of the environment."),
  pip: z
    .strictObject({ wheels: url.optional().describe("Where pip finds wheels, in place of the package index.") })
    .prefault({})
    .describe("How services' requirements are installed."),
  quietHours: quietHours.prefault({}).describe("When the monitor of `my_metric` is muted."),
  downtimes,
  monitors,
  slos,
  widgets: widgetsOf([]),
  notificationRules,
  demands,
  lint,
  objects: objects
    .prefault({})
    .describe("All that the environment has in Datadog: monitors, SLOs, dashboards, downtimes."),
  // A text that is digits, or true, reaches a program as a number, or a boolean.
  recheck: z
    .union([z.string(), z.number(), z.boolean()], { error: "is not a text; expected one, such as a date" })
    .transform(String)
    .optional()
    .describe(
      "Any text; another one looks at every database server again, for databases made since: `pulumi up -c lookout:recheck=$(date +%F)`.",
    ),
  env: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9_./-]*$/,
      "is not a tag's value; expected lower case letters, digits and _ . / -, such as prod",
    )
    .max(195, "is too long; expected at most 195 characters")
    .optional()
    .describe(
      "The value of the tag `env`, on hosts and monitors and in what monitors watch: the stacks of a fleet have one. Default: the stack's name.",
    ),
  manageHosts: z
    // A text of the configuration that is such reaches a program as it is written.
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
      error: "is neither; expected true or false",
    })
    .default(true)
    .describe(
      "Whether the stack makes what is on its hosts. `false`: other stacks do, which name this one as their `sharedStack`; the hosts are only what its monitors and dashboards are about, and are not contacted.",
    ),
  sharedStack: z
    .string()
    .regex(/^([^/\s]+\/){0,2}[^/\s]+$/, "is not a stack's name; expected such as organization/lookout/prod")
    .optional()
    .describe(
      "The stack that has the monitors, dashboards and all else in Datadog, for several stacks of hosts: this one then declares none, and its outputs link to those. By its full name. `organization/lookout/prod`.",
    ),
});

/** What a stack's file may say, with the blocks of a team's packs. */
export function settingsSchemaOf(packs: readonly Pack[]) {
  const blocks = Object.fromEntries(packs.map((pack) => [pack.name, blockOf(pack)]));
  // The blocks' own types are known to their packs.
  const widgets = widgetsOf(packs.filter(({ dashboard }) => dashboard !== undefined).map(({ name }) => name));
  const extended = environment.extend({ ...blocks, widgets }) as unknown as typeof environment;
  return extended.check(
    ...INCONSISTENCIES.map((find) =>
      besideMistakes<z.output<typeof environment>>((settings, context) => {
        for (const { path, message } of find(settings)) {
          context.addIssue({ code: "custom", path: [...path], message, input: settings });
        }
      }),
    ),
  );
}

export const settingsSchema = settingsSchemaOf([]);

export type Settings = z.infer<typeof settingsSchema>;

/** The value of the tag `env`. */
export function envOf({ env }: Pick<Settings, "env">): string {
  return env ?? pulumi.getStack();
}

/** Of all settings those that lead to Datadog, for who needs no other; what a team's packs have is not known then. */
export const accessSchema = z.object({ datadog, env: environment.shape.env });

/** Whether hosts are the stack's own, where nothing else is known to be right yet; what is mistaken there is said with all else. */
export const manageHostsSchema = z.object({ manageHosts: environment.shape.manageHosts.catch(true) });

interface Place {
  name: string;
  address: string;
  port: number;
  bastion?: { address: string } | false | undefined;
}

function unique(hosts: Place[], context: z.core.$RefinementCtx<Place[]>): void {
  // Behind two bastions one address is two hosts.
  const place = ({ address, port, bastion }: Place) => [address, port, bastion ? bastion.address : ""].join(" ");
  for (const [index, host] of hosts.entries()) {
    const { name, address } = host;
    if (hosts.findIndex((other) => other.name === name) < index) {
      context.addIssue({
        code: "custom",
        path: [index, "name"],
        message: `"${name}" is another host's name already`,
        input: hosts,
      });
    }
    if (hosts.findIndex((other) => place(other) === place(host)) < index) {
      context.addIssue({
        code: "custom",
        path: [index, "address"],
        message: `"${address}" is another host's address already`,
        input: hosts,
      });
    }
  }
}
