import type * as pulumi from "@pulumi/pulumi";
import { waysOf } from "../../settings/login";

/** How somebody logs in over SSH; at least one of key, password and agent. */
export interface Login {
  /** OpenSSH private key. */
  readonly privateKey?: pulumi.Input<string> | undefined;
  /** The private key's passphrase. @default it has none */
  readonly privateKeyPassword?: pulumi.Input<string> | undefined;
  /** Asked for by sshd itself, or by PAM; beside a key where sshd wants both. */
  readonly password?: pulumi.Input<string> | undefined;
  /** The SSH agent at `SSH_AUTH_SOCK`, or at this socket; in place of a key. @default false */
  readonly sshAgent?: boolean | string | undefined;
}

/** A login of its own, whole, else the one that is shared. */
export function loginOf(own: Login, shared: Login): Login {
  const { privateKey, privateKeyPassword, password, sshAgent } = waysOf(own).length > 0 ? own : shared;
  return { privateKey, privateKeyPassword, password, sshAgent };
}
