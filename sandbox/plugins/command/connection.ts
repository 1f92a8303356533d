import { isObject, Secret, withoutSecrets, type Properties, type Value } from "../rpc/value.js";

/** A host to reach, as the inputs `connection` and `connection.proxy` describe it; defaults are filled in. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly privateKeyPassword?: string;
  /** @default the socket in `SSH_AUTH_SOCK` */
  readonly agentSocketPath?: string;
  /** Failed dials after which to give up; -1 is endless. */
  readonly dialErrorLimit: number;
  /** Seconds for one TCP connection; 0 is endless. */
  readonly perDialTimeout: number;
  /** A line of `authorized_keys`. @default any key is accepted */
  readonly hostKey?: string;
}

export interface Connection extends Endpoint {
  readonly proxy?: Endpoint;
}

const defaults = { user: "root", port: 22, dialErrorLimit: 10, perDialTimeout: 15 };
const secretNames = ["password", "privateKey", "privateKeyPassword"];

/** With the official defaults, and marked as secret the way the official plugin does: the whole and each credential. */
export function completeConnection(connection: Value): Value {
  const plain = connection instanceof Secret ? connection.value : connection;
  if (!isObject(plain)) return new Secret(plain);
  const { proxy } = plain;
  return new Secret({ ...completeEndpoint(plain), ...(isObject(proxy) && { proxy: completeEndpoint(proxy) }) });
}

function completeEndpoint(endpoint: Properties): Properties {
  const given = Object.entries(endpoint).filter(([, value]) => value !== null);
  const complete: Properties = { ...defaults, ...Object.fromEntries(given) };
  for (const name of secretNames) {
    const value = complete[name];
    if (value !== undefined && !(value instanceof Secret)) complete[name] = new Secret(value);
  }
  return complete;
}

/** Of inputs or state that passed the check, which saw to names and types. */
export function connectionOf(properties: Properties): Connection {
  return withoutSecrets(properties.connection ?? {}) as unknown as Connection;
}
