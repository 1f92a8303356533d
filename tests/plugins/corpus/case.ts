import type { Properties } from "../../../sandbox/plugins/rpc/value.js";
import type { PluginName } from "../../../sandbox/plugins/versions.js";

/** One resource and what happens to it: the same requests of the engine for the official plugin and the local one. */
export interface Case {
  /** Of what kind an object is and what happens to it, as in `monitor/tags/added`; unique. The kind is the file of its recording. */
  readonly name: string;
  readonly plugin: PluginName;
  /** Type token, as in `random:index/randomPassword:RandomPassword`. */
  readonly type: string;
  /** The provider's own settings, in place of those of the rig; only for cases of the configuration itself. */
  readonly settings?: Properties;
  /** The host that a `connection` leads to. */
  readonly host?: HostBehaviour;
  readonly steps: readonly Step[];
}

export type Step =
  /** `pulumi up` of these inputs whose course another case records: nothing of it is kept but the state. */
  | { readonly given: Properties }
  /** With the seconds that `customTimeouts` gives it, if any. */
  | { readonly up: Properties; readonly timeout?: number }
  | { readonly preview: Properties }
  /** What `pulumi refresh` and then a preview of unchanged inputs would say. */
  | { readonly refresh: true }
  /** `pulumi import` by this id; by default that of the state, which is forgotten first. */
  | { readonly import: string }
  | { readonly delete: true }
  /** Somebody else at Datadog; `<id>` stands for the resource's id. */
  | { readonly behind: { readonly method: string; readonly path: string; readonly body?: unknown } }
  /** Somebody else makes an object, whose id is `<id>` from here on. */
  | { readonly byHand: { readonly path: string; readonly body: unknown } }
  /** What goes wrong at Datadog from here on: rules of the stand-in's `PUT /stand-in/faults`. */
  | { readonly faults: readonly Fault[] };

export interface Fault {
  readonly method?: string;
  /** What the path starts with. */
  readonly path: string;
  readonly status?: number;
  /** For `X-RateLimit-Reset` of a 429. */
  readonly resetSeconds?: number;
  readonly delayMs?: number;
  readonly drop?: boolean;
  readonly times?: number;
}

export interface HostBehaviour {
  /** Variables that `env` requests may set. @default none */
  readonly acceptEnv?: readonly string[];
  /** Of each command in turn; the last one stays. @default nothing is printed and all is well */
  readonly answers?: readonly Answer[];
  /** @default ed25519 */
  readonly hostKeyTypes?: readonly ("ed25519" | "ecdsa" | "rsa")[];
  /** Connections that are closed before a word is said. @default 0 */
  readonly drops?: number;
  /** @default true */
  readonly listens?: boolean;
  /** Has nobody's key. @default false */
  readonly refusesLogin?: boolean;
  readonly password?: string;
  /** What it does with files: takes them, refuses them, or has no SFTP. @default taken */
  readonly files?: "taken" | "refused" | "none";
}

export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exit?: number;
  /** As in `KILL`. */
  readonly signal?: string;
  /** The connection ends in the middle of the command. */
  readonly drop?: boolean;
}

/** What only the rig knows; a case names it, and a recording shows the name. */
export const rigText = {
  host: "<host>",
  port: -22,
  hostKey: "<host key>",
  privateKey: "<private key>",
  otherKey: "<another key>",
  /** A file here, whose content is its name. */
  file: "<file>",
  apiUrl: "<datadog>",
  apiKey: "<api key>",
  appKey: "<app key>",
} as const;
