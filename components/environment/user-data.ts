import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { withGroups } from "../../settings/groups";
import { loadSettings } from "../../settings/load";
import { isMap } from "../../settings/map";
import { mistakesIn, SettingsError } from "../../settings/refusal";
import { runError } from "../../user-error";
import { AgentFilesError } from "../agent/render";
import type { Family } from "../agent/family";
import type { InstalledAgent } from "../agent/scripts";
import { type CloudName, packedFor, TooLargeError } from "../user-data/clouds";
import { type ApiKeySource, cloudConfig, MACHINE, UserDataError } from "../user-data/cloud-config";
import type { Program } from "./environment";
import { agentOf, everywhere, integrationsOn, ofEachAgent } from "./hosts";
import { inBlocks, integrationsOf } from "./pack";
import { envOf, type Settings } from "./settings";

/** What machines that nobody names have, as an autoscaling group makes them. */
export interface UserDataArgs {
  /** A group of the settings. @default what `defaults` says of all hosts */
  readonly group?: string | undefined;
  /**
   * Whence a machine has the API key at its first boot: a command that prints it, a file of the image, or, for whoever may
   * read the machines' metadata to read, the user data itself.
   *
   * @default `agent.secretBackend.apiKey`, which the Agent resolves itself
   */
  readonly apiKey?: Exclude<ApiKeySource, { readonly inline: string }> | "inline" | undefined;
  /**
   * Whether a machine proves its Agent as a host does, so that cloud-init says where it or a check fails. It is half of the
   * text, which a cloud may not have room for.
   *
   * @default true
   */
  readonly proof?: boolean | undefined;
  /**
   * The package manager of the machines' image: `apt`, `dnf` (and yum) or `zypper`. Where it is said, the others' is left
   * out, for which a cloud may not have room.
   *
   * @default whichever a machine has
   */
  readonly family?: Family | undefined;
  /** Whose API takes it, which says how it is packed and how large it may be. @default nobody's: the text, of any size */
  readonly cloud?: CloudName | undefined;
}

/**
 * What a stack's settings say of machines, as their user data: cloud-init lays the Agent at the first boot, without SSH.
 *
 * @param program the stack's, with its packs.
 * @returns for AWS, Azure and OpenStack gzip in base64, otherwise a cloud-config; secret where it has the API key.
 * @throws RunError
 */
export function userData(program: Program, args: UserDataArgs): pulumi.Output<string> {
  const text = userDataText(program, args);
  if (args.apiKey !== "inline") return pulumi.output(text);
  void pulumi.log.warn(inlineWarning(args));
  return pulumi.secret(text);
}

/** @throws RunError */
export function userDataText(program: Program, { group, apiKey, proof = true, family, cloud }: UserDataArgs): string {
  const refuse = (what: string): never => {
    throw runError(`the user data of ${machines(group)} ${what}`);
  };
  const { settings, machine } = ofMachine(program, group);
  refuseServers(machine, refuse);
  const source = apiKey === "inline" ? { inline: settings.datadog.apiKey } : apiKey;
  try {
    const text = cloudConfig(agentOn(program, settings, machine), { apiKey: source, proof, family });
    return cloud === undefined ? text : packedFor(cloud, text);
  } catch (error) {
    const isSaid = [UserDataError, AgentFilesError, TooLargeError].some((one) => error instanceof one);
    if (isSaid) return refuse((error as Error).message);
    throw error;
  }
}

/** What is to be known where the key itself is in it. */
export function inlineWarning({ group }: UserDataArgs): string {
  return `the user data of ${machines(group)} has the API key in it: whoever may read the launch template, a machine's metadata or its /var/lib/cloud reads it; fetch it by a command instead`;
}

function machines(group: string | undefined): string {
  return group === undefined ? "machines without a group" : `the group ${group}`;
}

type Machine = Settings["hosts"][number];

/** The settings, and what they say of a host that only its group is known of. */
function ofMachine(program: Program, group: string | undefined): { settings: Settings; machine: Machine } {
  // What is wrong in the stack's file is said of its own places.
  const settings = loadSettings(program.settings, { warns: false });
  const groups = Object.keys(settings.groups);
  if (group !== undefined && !groups.includes(group)) {
    const there = groups.length === 0 ? "there is none in the settings" : `there are ${groups.join(", ")}`;
    throw runError(`there is no group "${group}"; ${there}`);
  }
  const place = `hosts[${settings.hosts.length}]`;
  const schema = z.preprocess((values) => withMachine(values, group), program.settings);
  try {
    const machine = loadSettings(schema, { warns: false }).hosts.at(-1);
    if (machine !== undefined) return { settings, machine };
  } catch (error) {
    const mistakes = mistakesIn(error);
    if (mistakes === undefined) throw error;
    const where = group === undefined ? "defaults" : `groups.${group}`;
    throw new SettingsError(
      `the user data of ${machines(group)}`,
      mistakes.map((one) => ({ ...one, path: one.path.replace(place, where) })),
    );
  }
  throw runError("the settings have no hosts; expected at least one");
}

/** @param values settings in which each host has what its groups say. */
function withMachine(values: unknown, group: string | undefined): unknown {
  if (!isMap(values) || !Array.isArray(values.hosts)) return values;
  const machine = { ...MACHINE, acceptUnknownHostKey: true, groups: group === undefined ? [] : [group] };
  const completed = withGroups({ ...values, hosts: [machine] }) as { readonly hosts: readonly unknown[] };
  return { ...values, hosts: [...(values.hosts as readonly unknown[]), ...completed.hosts] };
}

/** What is made with a login that a machine at its first boot has not, or from sources that it has not. */
function refuseServers({ databases, services }: Machine, refuse: (what: string) => never): void {
  const servers = databases.map(({ type, name }) => name ?? type);
  if (servers.length > 0) {
    refuse(
      `can't make the users of its databases (${servers.join(", ")}): at the first boot there is no administrator's ` +
        "login. Take them out of what these machines have, or declare the check under integrations, with a user that " +
        "the image brings and its password as ENC[…]",
    );
  }
  if (services.length > 0) {
    refuse(
      `can't bring its services (${services.map(({ name }) => name).join(", ")}), whose sources come over SSH; ` +
        "take them out of what these machines have, and let the image bring the applications",
    );
  }
}

function agentOn(program: Program, settings: Settings, machine: Machine): InstalledAgent {
  const { agentVersion, adopt, agent } = agentOf(machine, settings.agent);
  const env = envOf(settings);
  const tags = [`env:${env}`, ...settings.tags];
  const circumstances = {
    folder: process.cwd(),
    tags,
    integrationsOf: integrationsOf(inBlocks(program.packs, settings)),
  };
  return {
    ...ofEachAgent(settings),
    ...{ version: agentVersion, adopt, ...agent },
    env,
    tags: [...tags, ...machine.tags],
    integrations: [...everywhere(settings), ...integrationsOn(machine, settings, circumstances)],
  };
}
