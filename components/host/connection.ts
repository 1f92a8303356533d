import type * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { Where } from "./failure";
import { waysOf } from "../../settings/login";
import type { Login } from "./login";

/** Where SSH logs in, and how. */
export interface EndpointArgs extends Login {
  /** An address or a name. */
  readonly address: pulumi.Input<string>;
  readonly port: number;
  readonly user: string;
  /** Its public key as in authorized_keys, ed25519 or ecdsa. Without one any at the address is believed. */
  readonly hostKey?: pulumi.Input<string> | undefined;
}

export interface ConnectionArgs extends EndpointArgs {
  /** A host that forwards connections to others, through which alone this one is reached. @default none */
  readonly bastion?: EndpointArgs | undefined;
  /** Failed attempts to connect before giving up. */
  readonly attempts: number;
  /** How long one attempt to connect may take. */
  readonly attemptSeconds: number;
}

/**
 * A connection as the provider takes it.
 *
 * The agent's socket is left out where it is the environment's: the provider finds `SSH_AUTH_SOCK` itself, at each login,
 * and a path that differs from one to the next would be a change of every command.
 *
 * @see https://www.pulumi.com/registry/packages/command/api-docs/remote/command/#connection
 */
export function connectionInputs(args: ConnectionArgs): command.types.input.remote.ConnectionArgs {
  // The provider dials once more than it may fail.
  const patience = { dialErrorLimit: args.attempts - 1, perDialTimeout: args.attemptSeconds };
  const { bastion } = args;
  return {
    ...endpoint(args),
    ...patience,
    ...(bastion !== undefined && { proxy: { ...endpoint(bastion), ...patience } }),
  };
}

function endpoint({ address, port, user, hostKey, ...login }: EndpointArgs) {
  return {
    ...{ host: address, port, user },
    ...secretly("privateKey", login.privateKey),
    ...secretly("privateKeyPassword", login.privateKeyPassword),
    ...secretly("password", login.password),
    ...(typeof login.sshAgent === "string" && { agentSocketPath: login.sshAgent }),
    ...(hostKey !== undefined && { hostKey }),
  };
}

function secretly<Name extends string>(name: Name, value: pulumi.Input<string> | undefined) {
  return (value === undefined ? {} : { [name]: pulumi.secret(value) }) as Readonly<
    Partial<Record<Name, pulumi.Output<string>>>
  >;
}

/** Where a command of the connection runs, for messages: once its addresses are known. */
export async function whereOf(host: string, { bastion, ...own }: ConnectionArgs): Promise<Where> {
  const place = async (one: EndpointArgs) => ({
    ...{ address: await known(one.address), port: one.port, user: one.user },
    ways: waysOf(one),
  });
  return { host, ...(await place(own)), bastion: bastion && (await place(bastion)) };
}

/** Never, in a preview in which the value is not known. */
function known(value: pulumi.Input<string>): Promise<string> {
  return new Promise((resolve) => {
    pulumi.output(value).apply(resolve);
  });
}
