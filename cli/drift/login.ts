import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { type AnyAuthMethod, type AuthenticationType, Client, type ConnectConfig, utils } from "ssh2";

/** Where SSH logs in, as the state has it. */
export interface Endpoint {
  readonly host: string;
  readonly port?: number;
  readonly user?: string;
  readonly privateKey?: string;
  readonly privateKeyPassword?: string;
  readonly password?: string;
  /** The SSH agent's, where it is not the environment's. */
  readonly agentSocketPath?: string;
  /** A line as in authorized_keys; any key is believed without one, as by `up`. */
  readonly hostKey?: string;
}

export interface Connection extends Endpoint {
  /** Through which alone it is reached. */
  readonly proxy?: Endpoint;
}

/** What a text printed on the host. */
export interface Ran {
  /** Undefined where the connection ended before it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why nobody is logged in, in words that components/host/failure.ts reads. */
export class LoginError extends Error {}

const CONNECT_SECONDS = 10;
/** A bastion drops logins when too many come at once (MaxStartups). */
const ATTEMPTS = 3;
/** An answer that is longer is none of ours. */
const MOST_BYTES = 32 * 2 ** 20;

/** A login on a host, over which one text after the other is run. */
export class Login {
  private constructor(
    private readonly client: Client,
    private readonly through: Client | undefined,
  ) {}

  /**
   * @param signal ends it, whatever it waits for.
   * @throws LoginError
   */
  static async on({ proxy, ...host }: Connection, signal: AbortSignal): Promise<Login> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await Login.once(host, proxy, signal);
      } catch (error) {
        const isOver = signal.aborted || attempt >= ATTEMPTS;
        if (isOver || !(error instanceof LoginError) || !error.message.includes("reset")) throw error;
        await pause(300 * attempt);
      }
    }
  }

  private static async once(host: Endpoint, proxy: Endpoint | undefined, signal: AbortSignal): Promise<Login> {
    if (proxy === undefined) return new Login(await connect(host, undefined, signal), undefined);
    const through = await connect(proxy, undefined, signal).catch((error: unknown) => {
      throw new LoginError(`dial tcp: ${(error as Error).message}`);
    });
    try {
      return new Login(await connect(host, await forward(through, host), signal), through);
    } catch (error) {
      through.destroy();
      throw error;
    }
  }

  /** @throws LoginError where the connection is lost. */
  async run(text: string, input: string): Promise<Ran> {
    const { client } = this;
    return new Promise((resolve, reject) => {
      const lost = () => {
        reject(new LoginError("connection lost"));
      };
      client.once("close", lost);
      client.exec(text, (error, stream) => {
        if (error !== undefined) {
          reject(new LoginError(error.message));
          return;
        }
        const printed = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
        let bytes = 0;
        const keep = (where: Buffer[]) => (part: Buffer) => {
          bytes += part.length;
          if (bytes > MOST_BYTES) client.destroy();
          else where.push(part);
        };
        stream.on("data", keep(printed.stdout));
        stream.stderr.on("data", keep(printed.stderr));
        // A login that runs nothing closes it while it is written to.
        stream.on("error", () => undefined);
        stream.on("close", (code: number | null | undefined, signal: string | undefined) => {
          client.off("close", lost);
          const text = (parts: readonly Buffer[]) => Buffer.concat(parts).toString("utf8");
          resolve({
            ...{ code: code ?? undefined, signal },
            ...{ stdout: text(printed.stdout), stderr: text(printed.stderr) },
          });
        });
        stream.end(input);
      });
    });
  }

  end(): void {
    this.client.end();
    this.through?.end();
  }
}

/** Whether the SSH agent is what it logs in with: a key is tried in place of the agent's. */
export function hasAgent({ privateKey, password, agentSocketPath }: Endpoint): boolean {
  return privateKey === undefined && (agentSocketPath !== undefined || password === undefined);
}

/** As the provider tries them, each way once. @throws Error where a key can't be read */
function methodsOf(endpoint: Endpoint): AnyAuthMethod[] {
  const { user: username = "root", privateKey, privateKeyPassword, password, agentSocketPath } = endpoint;
  const agent = agentSocketPath ?? process.env.SSH_AUTH_SOCK;
  const key = privateKey === undefined ? undefined : utils.parseKey(privateKey, privateKeyPassword);
  if (key instanceof Error) throw new Error(unreadable(key.message));
  return [
    ...(key === undefined ? [] : [{ type: "publickey", username, key } as const]),
    ...(password === undefined
      ? []
      : [
          { type: "password", username, password } as const,
          {
            ...({ type: "keyboard-interactive", username } as const),
            prompt: (_name, _instructions, _language, prompts, finish) => {
              finish(prompts.map(() => password));
            },
          } as const satisfies AnyAuthMethod,
        ]),
    ...(key !== undefined || agent === undefined || agent === "" ? [] : [{ type: "agent", username, agent } as const]),
  ];
}

/** ssh2's words of a key, in the provider's. */
function unreadable(said: string): string {
  if (said.includes("no passphrase given")) return "this private key is passphrase protected";
  return /passphrase/i.test(said) ? "decryption password incorrect" : "parse private key";
}

/** Nothing is to be had of `none`, but what the host takes. */
function inOrder(methods: readonly AnyAuthMethod[]): NonNullable<ConnectConfig["authHandler"]> {
  let left = methods;
  return (taken: readonly AuthenticationType[] | null, _partial, next) => {
    const method = left.find(({ type }) => taken === null || taken.includes(type === "agent" ? "publickey" : type));
    left = left.filter((one) => one !== method);
    next((method ?? false) as AnyAuthMethod);
  };
}

function connect(to: Endpoint, sock: Duplex | undefined, signal: AbortSignal): Promise<Client> {
  const { host, port = 22, user = "root", hostKey } = to;
  const [kind = "", key = ""] = hostKey?.trim().split(/\s+/) ?? [];
  const pinned = Buffer.from(key, "base64");
  const config: ConnectConfig = {
    ...(sock === undefined ? { host, port } : { sock }),
    username: user,
    readyTimeout: CONNECT_SECONDS * 1000,
    ...(hostKey !== undefined && {
      // What it could show instead is not asked for.
      algorithms: { serverHostKey: [kind as "ssh-ed25519"] },
      hostVerifier: (shown: Buffer) => shown.equals(pinned),
    }),
  };
  return new Promise((resolve, reject) => {
    const client = new Client();
    const refuse = (error: Error) => {
      client.destroy();
      reject(new LoginError(wordsOf(error)));
    };
    const late = () => {
      refuse(new Error("timed out"));
    };
    if (signal.aborted) {
      late();
      return;
    }
    signal.addEventListener("abort", late, { once: true });
    // Of an agent that is not there it hears twice.
    client.on("error", refuse);
    client.once("close", () => {
      refuse(new Error("connection reset"));
    });
    client.once("ready", () => {
      client.removeAllListeners("error");
      client.removeAllListeners("close");
      // Whoever waits hears of the end.
      client.on("error", () => undefined);
      resolve(client);
    });
    try {
      client.connect({ ...config, authHandler: inOrder(methodsOf(to)) });
    } catch (error) {
      refuse(error as Error);
    }
  });
}

function forward(through: Client, { host, port = 22 }: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    through.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
      if (error === undefined) resolve(channel);
      // RFC 4254, 5.1: 1 is "administratively prohibited", 2 "connect failed".
      else reject(new LoginError((error as { reason?: unknown }).reason === 2 ? "connect failed" : "open failed"));
    });
  });
}

/** By what ssh2 and Node say, in the plugin's words. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, "connection refused"],
  [/ENOTFOUND|EAI_AGAIN/, "no such host"],
  [/ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|timed out/i, "timed out"],
  [/authentication methods failed/, "unable to authenticate"],
  [/verification failed/, "host key mismatch"],
  [/no matching (server )?host key|no matching key/, "no common algorithm for host key"],
  [/agent/i, "dial unix"],
  [/ECONNRESET|EPIPE|before handshake|connection reset/i, "connection reset"],
];

function wordsOf(error: Error): string {
  return WORDS.find(([said]) => said.test(error.message))?.[1] ?? error.message;
}
