import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import type { Client, MethodDefinition, ServiceError, status } from "@grpc/grpc-js";
import type { LogRequest } from "@pulumi/pulumi/proto/engine_pb.js";
import providerProto from "@pulumi/pulumi/proto/provider_pb.js";
import statusProto from "@pulumi/pulumi/proto/status_pb.js";
import type { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb.js";
import { connectPlugin, startEngine } from "../../../sandbox/plugins/rpc/test-engine.js";

/** A plugin said no. */
export class PluginError extends Error {
  constructor(
    message: string,
    /** gRPC's. */
    readonly code: status,
    /** What it made before it failed, which the engine keeps. */
    readonly kept: ErrorResourceInitFailed | undefined,
  ) {
    super(message);
  }
}

/** Milliseconds. Longer than any retry of a case. */
const answersWithin = 60_000;

/** A plugin's process, started and asked as the engine does it. */
export class Plugin {
  readonly #logged: LogRequest.AsObject[];

  private constructor(
    private readonly child: ChildProcess,
    private readonly client: Client,
    private readonly engine: Awaited<ReturnType<typeof startEngine>>,
  ) {
    this.#logged = engine.lines;
  }

  get engineAddress(): string {
    return this.engine.address;
  }

  /** @param environment on top of a bare one: a plugin must not see this machine's keys or SSH agent. */
  static async start(file: string, environment: Readonly<Record<string, string>> = {}): Promise<Plugin> {
    const engine = await startEngine();
    const child = spawn(file, [engine.address], {
      env: { PATH: process.env.PATH ?? "", HOME: tmpdir(), ...environment },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout });
    const first = await Promise.race([once(lines, "line"), once(child, "exit"), once(child, "error")]);
    const port = Number(first[0]);
    if (child.exitCode !== null || !Number.isInteger(port)) {
      engine.stop();
      throw new Error(`${file} did not start: ${String(first[0])}`);
    }
    return new Plugin(child, connectPlugin(port), engine);
  }

  ask<Request, Response>(method: MethodDefinition<Request, Response>, request: Request): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = method;
    const options = { deadline: Date.now() + answersWithin };
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, options, (error, response) => {
        if (error) reject(new PluginError(readable(error.details), error.code, keptIn(error)));
        else if (response === undefined) reject(new Error(`${path} answered nothing`));
        else resolve(response);
      });
    });
  }

  /** What was logged since the last time. */
  takeLogged(): LogRequest.AsObject[] {
    return this.#logged.splice(0);
  }

  async stop(): Promise<void> {
    this.client.close();
    const ended = once(this.child, "exit");
    if (this.child.exitCode === null && this.child.kill()) await ended;
    this.engine.stop();
  }
}

/** Node takes no header that ends in white space, and drops it; the engine, in Go, reads such a text. */
function readable(details: string): string {
  return details === "" || /[ \t]$/.test(details) ? "(a text that ends in white space)" : details;
}

/** A failure may carry the resource that it left behind: gRPC's "rich" error. */
function keptIn(error: ServiceError): ErrorResourceInitFailed | undefined {
  const [details] = error.metadata.get("grpc-status-details-bin");
  if (!(details instanceof Buffer)) return undefined;
  for (const detail of statusProto.Status.deserializeBinary(details).getDetailsList()) {
    if (!detail.getTypeUrl().endsWith("pulumirpc.ErrorResourceInitFailed")) continue;
    return providerProto.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  }
  return undefined;
}
