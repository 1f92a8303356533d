import { Client, credentials, Server, ServerCredentials, type MethodDefinition } from "@grpc/grpc-js";
import emptyProto from "google-protobuf/google/protobuf/empty_pb.js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";

/** Listens for what a plugin logs, as the engine does. */
export async function startEngine(): Promise<{ address: string; lines: LogRequest.AsObject[]; stop: () => void }> {
  const lines: LogRequest.AsObject[] = [];
  const server = new Server();
  server.addService(engineServices.EngineService, {
    log: (call: { request: LogRequest }, callback: (error: null, response: unknown) => void) => {
      lines.push(call.request.toObject());
      callback(null, new emptyProto.Empty());
    },
  });
  const port = await listen(server);
  return {
    address: `127.0.0.1:${port}`,
    lines,
    stop: () => {
      server.forceShutdown();
    },
  };
}

export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

/** The engine's side of a plugin. */
export function connectPlugin(port: number): Client {
  return new Client(`127.0.0.1:${port}`, credentials.createInsecure());
}

export const methods = providerServices.ResourceProviderService;

/** A request's answer, or its error's text as the engine shows it. */
export function answerTo<Request, Response>(
  client: Client,
  method: MethodDefinition<Request, Response>,
  request: Request,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = method;
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) => {
      if (error) reject(new Error(error.details));
      else if (response === undefined) reject(new Error(`${path} answered nothing`));
      else resolve(response);
    });
  });
}
