import { status } from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { marshal, unmarshal, type Properties } from "../../../sandbox/plugins/rpc/value.js";
import { PluginError, type Plugin } from "./plugin.js";

const service = providerServices.ResourceProviderService;

/** A resource as the engine keeps it. */
export interface State {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/** Whose name and type each request has. */
export interface Subject {
  readonly urn: string;
  readonly name: string;
  readonly type: string;
}

export function subjectOf(type: string, name: string): Subject {
  return { urn: `urn:pulumi:test::lookout::${type}::${name}`, name, type };
}

export interface Greeting {
  /** Of the plugin. */
  readonly version: string;
  /** Absent where the plugin is of before handshakes, which the engine takes as well. */
  readonly handshake?: { readonly acceptsSecrets: boolean };
}

/** The first two requests to a plugin's process: who asks, and which version answers. */
export async function greet(plugin: Plugin): Promise<Greeting> {
  const info = await plugin.ask(service.getPluginInfo, new emptyProto.Empty());
  const request = new providerProto.ProviderHandshakeRequest()
    .setEngineAddress(plugin.engineAddress)
    .setConfigureWithUrn(true);
  try {
    const handshake = await plugin.ask(service.handshake, request);
    return { version: info.getVersion(), handshake: { acceptsSecrets: handshake.getAcceptSecrets() } };
  } catch (error) {
    if (!(error instanceof PluginError && error.code === status.UNIMPLEMENTED)) throw error;
    return { version: info.getVersion() };
  }
}

export interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly { property: string; reason: string }[];
}

export async function checkConfig(plugin: Plugin, subject: Subject, settings: Properties): Promise<Checked> {
  const request = new providerProto.CheckRequest()
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setOlds(marshal({}))
    .setNews(marshal(settings));
  return checked(await plugin.ask(service.checkConfig, request));
}

export async function configure(plugin: Plugin, subject: Subject, settings: Properties): Promise<ConfigureAnswer> {
  const request = new providerProto.ConfigureRequest()
    .setArgs(marshal(settings))
    .setAcceptsecrets(true)
    .setAcceptresources(true)
    .setSendsOldInputs(true)
    .setSendsOldInputsToDelete(true)
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type);
  const answer = await plugin.ask(service.configure, request);
  return { acceptsSecrets: answer.getAcceptsecrets(), supportsPreview: answer.getSupportspreview() };
}

export interface ConfigureAnswer {
  /** Else the engine strips secrets from what it sends. */
  readonly acceptsSecrets: boolean;
  readonly supportsPreview: boolean;
}

export async function check(plugin: Plugin, subject: Subject, olds: Properties, news: Properties): Promise<Checked> {
  const request = new providerProto.CheckRequest()
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setOlds(marshal(olds))
    .setNews(marshal(news))
    .setRandomseed(Buffer.alloc(32, 1));
  return checked(await plugin.ask(service.check, request));
}

function checked(response: pb.CheckResponse): Checked {
  const failures = response.getFailuresList().map((one) => ({ property: one.getProperty(), reason: one.getReason() }));
  return { inputs: unmarshal(response.getInputs()), failures };
}

export type Difference =
  "none" | { readonly replaces: boolean; readonly deletesFirst: boolean; readonly shown: object };

export async function diff(plugin: Plugin, subject: Subject, state: State, inputs: Properties): Promise<Difference> {
  const request = new providerProto.DiffRequest()
    .setId(state.id)
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setOlds(marshal(state.outputs))
    .setOldInputs(marshal(state.inputs))
    .setNews(marshal(inputs));
  const response = await plugin.ask(service.diff, request);
  const { DIFF_NONE } = providerProto.DiffResponse.DiffChanges;
  if (response.getChanges() === DIFF_NONE) return "none";
  const detailed: [string, string][] = [];
  response.getDetaileddiffMap().forEach((change, path) => detailed.push([path, kindOf(change)]));
  return {
    replaces: response.getReplacesList().length > 0,
    deletesFirst: response.getDeletebeforereplace(),
    shown: {
      ...sorted("diffs", response.getDiffsList()),
      ...sorted("replaces", response.getReplacesList()),
      ...(response.getDeletebeforereplace() && { deleteBeforeReplace: true }),
      ...(response.getHasdetaileddiff() && {
        detailed: Object.fromEntries(detailed.sort(([a], [b]) => (a < b ? -1 : 1))),
      }),
    },
  };
}

function sorted(name: string, list: readonly string[]): object {
  return list.length === 0 ? {} : { [name]: [...list].sort() };
}

function kindOf(change: pb.PropertyDiff): string {
  const kind = Object.entries(providerProto.PropertyDiff.Kind).find(([, number]) => number === change.getKind());
  const name = kind?.[0].toLowerCase().replace("_", "-") ?? "?";
  return change.getInputdiff() ? `${name} of the input` : name;
}

/** How a creation or a change is meant. */
export interface Run {
  readonly preview: boolean;
  /** Seconds; 0 is endless. */
  readonly timeout: number;
}

export async function create(
  plugin: Plugin,
  subject: Subject,
  inputs: Properties,
  { preview, timeout }: Run,
): Promise<{ id: string; outputs: Properties }> {
  const request = new providerProto.CreateRequest()
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setProperties(marshal(inputs))
    .setTimeout(timeout)
    .setPreview(preview);
  const response = await plugin.ask(service.create, request);
  return { id: response.getId(), outputs: unmarshal(response.getProperties()) };
}

export async function update(
  plugin: Plugin,
  subject: Subject,
  state: State,
  inputs: Properties,
  { preview, timeout }: Run,
): Promise<Properties> {
  const request = new providerProto.UpdateRequest()
    .setId(state.id)
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setOlds(marshal(state.outputs))
    .setOldInputs(marshal(state.inputs))
    .setNews(marshal(inputs))
    .setTimeout(timeout)
    .setPreview(preview);
  return unmarshal((await plugin.ask(service.update, request)).getProperties());
}

/** @returns nothing where the resource is gone. */
export async function read(
  plugin: Plugin,
  subject: Subject,
  id: string,
  state?: Pick<State, "inputs" | "outputs">,
): Promise<State | undefined> {
  const request = new providerProto.ReadRequest()
    .setId(id)
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setProperties(marshal(state?.outputs ?? {}))
    .setInputs(marshal(state?.inputs ?? {}));
  const response = await plugin.ask(service.read, request);
  if (response.getId() === "") return undefined;
  return {
    id: response.getId(),
    outputs: unmarshal(response.getProperties()),
    inputs: unmarshal(response.getInputs()),
  };
}

export async function remove(plugin: Plugin, subject: Subject, state: State): Promise<void> {
  const request = new providerProto.DeleteRequest()
    .setId(state.id)
    .setUrn(subject.urn)
    .setName(subject.name)
    .setType(subject.type)
    .setProperties(marshal(state.outputs))
    .setOldInputs(marshal(state.inputs));
  await plugin.ask(service.delete, request);
}
