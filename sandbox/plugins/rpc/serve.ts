import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";

import { Calls } from "./calls.js";
import type { Provider } from "./provider.js";
import { providerService } from "./service.js";

/** A dashboard or a file in a command may be larger than gRPC's 4 MB; the engine's own limit. */
const largestMessage = 400 * 1024 * 1024;

/** Runs a plugin as the engine starts it: its address is the only argument, the plugin's port the only line on stdout. */
export function serve(provider: Provider): void {
  const engineAddress = process.argv[2];
  if (engineAddress === undefined) {
    process.stderr.write(
      `pulumi-resource-${provider.name} ${provider.version} (local stand-in) is started by the Pulumi engine, ` +
        `which names its own address; run \`pulumi preview\` instead\n`,
    );
    process.exitCode = 1;
    return;
  }
  const calls = new Calls(engineAddress, provider.ignoresTimeouts);
  listen(provider, calls).then(
    (port) => process.stdout.write(`${port}\n`),
    (error: unknown) => {
      process.stderr.write(`pulumi-resource-${provider.name} could not listen on 127.0.0.1: ${String(error)}\n`);
      process.exitCode = 1;
    },
  );
  endAfterEngine(calls);
}

function listen(provider: Provider, calls: Calls): Promise<number> {
  const server = new Server({
    "grpc.max_receive_message_length": largestMessage,
    "grpc.max_send_message_length": largestMessage,
  });
  server.addService(providerServices.ResourceProviderService, providerService(provider, calls));
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(port);
    });
  });
}

/**
 * An engine that was killed can't end its plugins; the system then gives them another parent. As the official ones do,
 * a plugin finishes what it was asked before, repeated attempts included, though nobody takes the answer any more. They
 * wait some minutes longer without work, for the engine's own address to be silent.
 */
function endAfterEngine(calls: Calls): void {
  const engine = process.ppid;
  setInterval(() => {
    if (process.ppid !== engine && calls.inWork === 0) process.exit(0);
  }, 1000).unref();
}
