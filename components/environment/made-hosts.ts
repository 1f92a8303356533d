import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { withGroups } from "../../settings/groups";
import { inTheirFiles } from "../../settings/host-place";
import { loadSettings } from "../../settings/load";
import { isMap, type Values } from "../../settings/map";
import type { Mistake } from "../../settings/mistakes";
import { mistakesIn, SettingsError } from "../../settings/refusal";
import type { EndpointArgs } from "../host/connection";
import { inBlocks, blockOf, type Pack } from "./pack";
import { manageHostsSchema, type Settings } from "./settings";

/** What may be known only once a machine is made. */
export interface Reached {
  readonly address?: pulumi.Input<string>;
  readonly hostKey?: pulumi.Input<string> | undefined;
  readonly privateKey?: pulumi.Input<string> | undefined;
  readonly privateKeyPassword?: pulumi.Input<string> | undefined;
  readonly password?: pulumi.Input<string> | undefined;
  readonly sudoPassword?: pulumi.Input<string> | undefined;
  readonly bastion?: EndpointArgs | false | undefined;
}

/** What of a machine's bastion may be known only later. */
interface MadeBastion extends Omit<Reached, "bastion" | "sudoPassword"> {
  readonly port?: number;
  readonly user?: string;
  readonly sshAgent?: boolean | string;
}

/** A host that the same program makes, such as a cloud's machine: what the settings' `hosts[]` may say, partly as outputs. */
export interface MadeHost extends Omit<Reached, "bastion"> {
  readonly name: string;
  readonly address: pulumi.Input<string>;
  readonly bastion?: MadeBastion | false;
  /** `groups`, `user`, `tags`, `databases` and whatever else. */
  readonly [key: string]: unknown;
}

/** The settings with the hosts that packs make behind their own, each with what stands in until it is known. */
export interface WithMadeHosts {
  readonly settings: Settings;
  /** By host, the outputs themselves. */
  readonly made: ReadonlyMap<string, Reached>;
}

/** Stand-ins are none that anybody declares: https://www.rfc-editor.org/rfc/rfc2606 */
const STAND_INS: Readonly<Record<keyof Omit<Reached, "bastion">, (host: string) => string>> = {
  address: (host) => `${host}.invalid`,
  hostKey: () => `ssh-ed25519 ${"A".repeat(68)}`,
  privateKey: () => "-----BEGIN OPENSSH PRIVATE KEY-----\nnot known yet\n-----END OPENSSH PRIVATE KEY-----\n",
  privateKeyPassword: () => "not known yet",
  password: () => "not known yet",
  sudoPassword: () => "not known yet",
};

/**
 * The settings of a stack's file, and of the hosts that its packs make.
 *
 * @param schema of the stack's file.
 * @throws RunError with every mistake at once, those of a pack's hosts under the pack's name.
 */
export function loadWithMadeHosts(schema: z.ZodType<Settings>, packs: readonly Pack[]): WithMadeHosts {
  const making = packs.filter(({ hosts }) => hosts !== undefined);
  if (making.length === 0 || !managesHosts()) return { settings: loadSettings(schema), made: new Map() };
  const found = making.flatMap((pack) => hostsOf(pack).map((host, i) => ({ pack: pack.name, host, i })));
  const split = found.map(({ host, ...place }) => ({ ...place, ...inTwo(host) }));
  let before = 0;
  const complete = z.preprocess((values) => {
    const own = isMap(values) && Array.isArray(values.hosts) ? (values.hosts as unknown[]) : [];
    before = own.length;
    const more = withGroups({ ...(values as Values), hosts: split.map(({ plain }) => plain) }) as { hosts: unknown[] };
    return { ...(values as Values), hosts: [...own, ...more.hosts] };
  }, schema);
  const placeOf = (index: number) => {
    const one = split[index - before];
    return one && ((rest: string) => ({ file: `the pack "${one.pack}"`, path: `hosts[${one.i}]${rest}` }));
  };
  const said = split.flatMap(({ pack, i, mistakes }) =>
    mistakes.map((one): Mistake => ({ ...one, file: `the pack "${pack}"`, path: `hosts[${i}].${one.path}` })),
  );
  try {
    const settings = loadSettings(complete);
    const made = new Map(split.map(({ plain, outputs }) => [String(plain.name), outputs]));
    said.push(...inTheirFiles(addressesSaid(settings, made), placeOf));
    if (said.length === 0) return { settings, made: withBastions(settings, made) };
  } catch (error) {
    const own = mistakesIn(error);
    if (own === undefined) throw error;
    said.push(...inTheirFiles(own, placeOf));
  }
  throw new SettingsError(`Pulumi.${pulumi.getStack()}.yaml`, said);
}

/** Machines that each stack of a fleet made would be there twice: where others manage the hosts, they make them, too. */
function managesHosts(): boolean {
  return loadSettings(manageHostsSchema, { warns: false }).manageHosts;
}

/** Of a pack whose block is mistaken no hosts are made, and the settings' check says why. */
function hostsOf(pack: Pack): readonly MadeHost[] {
  try {
    const blocks = loadSettings(z.object({ [pack.name]: blockOf(pack) }), { warns: false });
    return inBlocks([pack], blocks).flatMap(({ block }) => pack.hosts?.(block) ?? []);
  } catch (error) {
    if (mistakesIn(error) === undefined) throw error;
    return [];
  }
}

interface Split {
  /** With stand-ins. */
  readonly plain: Values;
  readonly outputs: Reached;
  readonly mistakes: readonly Mistake[];
}

function inTwo(host: MadeHost): Split {
  const own = inTwoEndpoint(host, host.name);
  const { bastion } = host;
  const further =
    typeof bastion === "object" ? inTwoEndpoint(bastion as unknown as Values, `bastion.${host.name}`) : undefined;
  const plain = { ...own.plain, ...(further && { bastion: further.plain }) };
  return {
    plain,
    outputs: { ...own.outputs, ...(further && { bastion: further.outputs as unknown as EndpointArgs }) },
    mistakes: outputsIn(plain).map((path) => ({
      path,
      problem: "is an output, which a plan does not know; expected a plain value",
    })),
  };
}

function inTwoEndpoint(values: Values, name: string): { plain: Values; outputs: Values } {
  const later = Object.entries(values).filter(([key, value]) => key in STAND_INS && isLater(value));
  const standIns = later.map(([key]) => [key, STAND_INS[key as keyof typeof STAND_INS](name)]);
  return {
    plain: { ...values, ...(Object.fromEntries(standIns) as Values) },
    outputs: Object.fromEntries(later),
  };
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

/** Where outputs stand that nothing stands in for. */
function outputsIn(value: unknown, path = ""): string[] {
  if (isLater(value)) return [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    outputsIn(part, Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`),
  );
}

/** What an Agent's files say of an address is in the plan. */
function addressesSaid(settings: Settings, made: WithMadeHosts["made"]): Mistake[] {
  return settings.hosts.flatMap(({ name, integrations, logs, agent }, i) => {
    if (made.get(name)?.address === undefined) return [];
    const texts = JSON.stringify([settings.integrations, settings.agent, integrations, logs, agent]);
    if (!texts.includes("${host:address}")) return [];
    const problem =
      "is an output, and what its Agent has says ${host:address}; expected 127.0.0.1 or ${host:name} there";
    return [{ path: `hosts[${i}].address`, problem }];
  });
}

/** A bastion's outputs in what the settings say of it. */
function withBastions(settings: Settings, made: ReadonlyMap<string, Reached>): Map<string, Reached> {
  return new Map(
    [...made].map(([name, outputs]) => {
      const { bastion } = settings.hosts.find((host) => host.name === name) ?? {};
      const whole = bastion && { ...bastion, ...(outputs.bastion === false ? {} : outputs.bastion) };
      return [name, { ...outputs, ...(whole && { bastion: whole }) }];
    }),
  );
}
