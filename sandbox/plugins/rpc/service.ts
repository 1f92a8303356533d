import { Metadata, status, type handleUnaryCall, type UntypedServiceImplementation } from "@grpc/grpc-js";
import anyProto from "google-protobuf/google/protobuf/any_pb.js";
import emptyProto, { type Empty } from "google-protobuf/google/protobuf/empty_pb.js";
import pluginProto, { type PluginInfo } from "@pulumi/pulumi/proto/plugin_pb.js";
import proto from "@pulumi/pulumi/proto/provider_pb.js";
import type * as pb from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";

import type { Calls } from "./calls.js";
import { compare } from "./difference.js";
import { PartialFailure, type Checked, type Difference, type Provider, type ResourceType } from "./provider.js";
import { marshal, unmarshal } from "./value.js";

/** Answers the engine's requests (`pulumirpc.ResourceProvider`) with a {@link Provider}. */
export function providerService(provider: Provider, calls: Calls): UntypedServiceImplementation {
  return {
    getPluginInfo: unary<Empty, PluginInfo>(() => new pluginProto.PluginInfo().setVersion(provider.version)),

    checkConfig: unary<pb.CheckRequest, pb.CheckResponse>((request) =>
      calls.run(request, async (call) => {
        const inputs = unmarshal(request.getNews());
        return checkResponse((await provider.checkConfig?.(inputs, call)) ?? { inputs });
      }),
    ),

    diffConfig: unary<pb.DiffRequest, pb.DiffResponse>((request) =>
      diffResponse(compare(unmarshal(request.getOldInputs()), unmarshal(request.getNews()))),
    ),

    configure: unary<pb.ConfigureRequest, pb.ConfigureResponse>((request) =>
      calls.run({}, async (call) => {
        await provider.configure?.(unmarshal(request.getArgs()), call);
        return new proto.ConfigureResponse().setAcceptsecrets(provider.keepsSecrets).setSupportspreview(true);
      }),
    ),

    check: unary<pb.CheckRequest, pb.CheckResponse>((request) =>
      calls.run(request, async (call) => {
        const olds = unmarshal(request.getOlds());
        const inputs = unmarshal(request.getNews());
        return checkResponse(await resourceType(provider, request).check({ oldInputs: olds, inputs }, call));
      }),
    ),

    diff: unary<pb.DiffRequest, pb.DiffResponse>((request) =>
      calls.run(request, async (call) =>
        diffResponse(await resourceType(provider, request).diff(diffRequest(request), call)),
      ),
    ),

    create: unary<pb.CreateRequest, pb.CreateResponse>((request) =>
      calls.run(request, async (call) => {
        const inputs = unmarshal(request.getProperties());
        const type = resourceType(provider, request);
        const created = await type.create({ inputs, preview: request.getPreview() }, call);
        return new proto.CreateResponse().setId(created.id).setProperties(marshal(created.outputs));
      }),
    ),

    update: unary<pb.UpdateRequest, pb.UpdateResponse>((request) =>
      calls.run(request, async (call) => {
        const type = resourceType(provider, request);
        if (!type.update)
          throw new Error(`${request.getType()} has no update in place; its diff must ask for a new one`);
        const outputs = await type.update({ ...diffRequest(request), preview: request.getPreview() }, call);
        return new proto.UpdateResponse().setProperties(marshal(outputs));
      }),
    ),

    read: unary<pb.ReadRequest, pb.ReadResponse>((request) =>
      calls.run(request, async (call) => {
        const id = request.getId();
        const state = unmarshal(request.getProperties());
        const inputs = unmarshal(request.getInputs());
        const reading = await resourceType(provider, request).read({ id, state, inputs }, call);
        const response = new proto.ReadResponse();
        // An empty id tells the engine that the resource is gone.
        if (!reading) return response;
        return response.setId(reading.id).setProperties(marshal(reading.outputs)).setInputs(marshal(reading.inputs));
      }),
    ),

    delete: unary<pb.DeleteRequest, Empty>((request) =>
      calls.run(request, async (call) => {
        const state = unmarshal(request.getProperties());
        const oldInputs = unmarshal(request.getOldInputs());
        await resourceType(provider, request).delete({ id: request.getId(), state, oldInputs }, call);
        return new emptyProto.Empty();
      }),
    ),

    cancel: unary<Empty, Empty>(() => {
      calls.cancel();
      return new emptyProto.Empty();
    }),

    ...Object.fromEntries(
      ["handshake", "getSchema", "invoke", "call", "construct", "parameterize", "getMapping", "getMappings"].map(
        (method) => [
          method,
          unary(() => {
            throw new NotServed(`${standIn(provider)} has no ${method}; ${remedy(provider)}`);
          }),
        ],
      ),
    ),
  };
}

/** The request is one that only the official plugin answers. */
class NotServed extends Error {}

function resourceType(provider: Provider, request: { getType(): string; getUrn(): string }): ResourceType {
  const token = request.getType() || typeOfUrn(request.getUrn());
  const type = provider.resources[token];
  if (type) return type;
  const served = Object.keys(provider.resources).join(", ");
  throw new NotServed(`${standIn(provider)} serves only ${served}, not ${token}; ${remedy(provider)}`);
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` */
function typeOfUrn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function standIn(provider: Provider): string {
  return `this local stand-in of pulumi-${provider.name} ${provider.version}`;
}

function remedy(provider: Provider): string {
  return `install the official plugin with \`pulumi plugin install resource ${provider.name} ${provider.version}\``;
}

function unary<Request, Response>(
  answer: (request: Request) => Response | Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    Promise.resolve(call.request)
      .then(answer)
      .then(
        (response) => {
          callback(null, response);
        },
        (error: unknown) => {
          const code = error instanceof NotServed ? status.UNIMPLEMENTED : status.UNKNOWN;
          const details = error instanceof Error ? error.message : String(error);
          callback({ code, details, ...(error instanceof PartialFailure && { metadata: leftBehind(error) }) });
        },
      );
  };
}

/** What a failure left behind travels beside its text, as gRPC's "rich" errors do. */
function leftBehind({ message, left }: PartialFailure): Metadata {
  const failure = new proto.ErrorResourceInitFailed()
    .setId(left.id)
    .setProperties(marshal(left.outputs))
    .setInputs(marshal(left.inputs))
    .setReasonsList([message]);
  const detail = new anyProto.Any();
  detail.pack(failure.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const rich = new statusProto.Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([detail]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(rich.serializeBinary()));
  return metadata;
}

function checkResponse(checked: Checked): pb.CheckResponse {
  const failures = (checked.failures ?? []).map(({ property, reason }) =>
    new proto.CheckFailure().setProperty(property).setReason(reason),
  );
  return new proto.CheckResponse().setInputs(marshal(checked.inputs)).setFailuresList(failures);
}

function diffRequest(request: pb.DiffRequest | pb.UpdateRequest) {
  return {
    id: request.getId(),
    state: unmarshal(request.getOlds()),
    oldInputs: unmarshal(request.getOldInputs()),
    inputs: unmarshal(request.getNews()),
    ignored: request.getIgnorechangesList(),
  };
}

function diffResponse(difference: Difference): pb.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = proto.DiffResponse.DiffChanges;
  const response = new proto.DiffResponse()
    .setChanges(difference.changed ? DIFF_SOME : DIFF_NONE)
    .setDiffsList([...(difference.diffs ?? [])])
    .setReplacesList([...(difference.replaces ?? [])])
    .setDeletebeforereplace(difference.deleteBeforeReplace ?? false)
    .setHasdetaileddiff(difference.detailed !== undefined);
  for (const [path, { kind, inputDiff }] of Object.entries(difference.detailed ?? {})) {
    const change = new proto.PropertyDiff().setKind(changeKinds[kind]).setInputdiff(inputDiff ?? false);
    response.getDetaileddiffMap().set(path, change);
  }
  return response;
}

const changeKinds = {
  add: proto.PropertyDiff.Kind.ADD,
  "add-replace": proto.PropertyDiff.Kind.ADD_REPLACE,
  delete: proto.PropertyDiff.Kind.DELETE,
  "delete-replace": proto.PropertyDiff.Kind.DELETE_REPLACE,
  update: proto.PropertyDiff.Kind.UPDATE,
  "update-replace": proto.PropertyDiff.Kind.UPDATE_REPLACE,
};
