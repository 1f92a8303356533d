import { credentials } from "@grpc/grpc-js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineProto from "@pulumi/pulumi/proto/engine_pb.js";

import type { Severity } from "./provider.js";

export interface LogLine {
  readonly severity: Severity;
  readonly message: string;
  readonly urn: string;
  /** Shown while the resource is worked on, and not kept. */
  readonly ephemeral: boolean;
}

/** Sends lines to the engine, one after the other, so that they are shown in their order. */
export class EngineLog {
  readonly #client: InstanceType<typeof engineService.EngineClient>;
  #last: Promise<void> = Promise.resolve();

  constructor(address: string) {
    this.#client = new engineService.EngineClient(address, credentials.createInsecure());
  }

  write(line: LogLine): void {
    this.#last = this.#last.then(() => this.#send(line));
  }

  /** Everything written so far has arrived. */
  sent(): Promise<void> {
    return this.#last;
  }

  #send(line: LogLine): Promise<void> {
    const request = new engineProto.LogRequest();
    request.setSeverity(severities[line.severity]);
    request.setMessage(line.message);
    request.setUrn(line.urn);
    request.setEphemeral(line.ephemeral);
    return new Promise((resolve) => {
      this.#client.log(request, (error) => {
        // The engine is gone or going: the line has no reader, and the operation's own answer says the rest.
        if (error) process.stderr.write(`could not log to the engine: ${error.message}\n`);
        resolve();
      });
    });
  }
}

const severities = {
  debug: engineProto.LogSeverity.DEBUG,
  info: engineProto.LogSeverity.INFO,
  warning: engineProto.LogSeverity.WARNING,
  error: engineProto.LogSeverity.ERROR,
};
