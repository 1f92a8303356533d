import type { Client, ClientChannel } from "ssh2";

export type Stream = "stdout" | "stderr";

/**
 * ssh2 sends `env` requests without asking for an answer, and offers no other way; the official plugin asks, and warns
 * or fails on a refusal. So a session speaks to the inner parts of the pinned ssh2 1.17.0.
 */
interface ClientParts {
  readonly _chanMgr: { add(opened: OpenCallback & { type: string }): number };
  readonly _protocol: {
    session(channel: number, window: number, packetSize: number): void;
    env(channel: number, name: string, value: string, wantReply: boolean): void;
    exec(channel: number, command: string, wantReply: boolean): void;
  };
}

interface ChannelParts {
  readonly outgoing: { readonly id: number };
  readonly incoming: { readonly state: string };
  /** Called one after the other, as the answers come. */
  readonly _callbacks: ((refused: boolean | Error) => void)[];
}

/** What Go calls a connection that the other side closed. */
const closed = "EOF";

type OpenCallback = (error: ChannelRefusal | undefined, channel: ClientChannel & ChannelParts) => void;

/** What ssh2 tells of a refused channel; the types name neither. */
type ChannelRefusal = Error & { readonly reason?: number };

const windowSize = 2 * 1024 * 1024;
const packetSize = 32 * 1024;

/** One command on a host: a session channel that is used once. */
export class RemoteSession {
  readonly #protocol: ClientParts["_protocol"];
  readonly #channel: ClientChannel & ChannelParts;

  private constructor(client: Client & ClientParts, channel: ClientChannel & ChannelParts) {
    this.#protocol = client._protocol;
    this.#channel = channel;
  }

  static open(connected: Client): Promise<RemoteSession> {
    const client = connected as Client & ClientParts;
    return new Promise((resolve, reject) => {
      const opened: OpenCallback = (error, channel) => {
        if (error) reject(new Error(refusedChannel(error)));
        else resolve(new RemoteSession(client, channel));
      };
      const channel = client._chanMgr.add(Object.assign(opened, { type: "session" }));
      client._protocol.session(channel, windowSize, packetSize);
    });
  }

  /** @returns how it failed, where the host's sshd does not accept the variable (AcceptEnv). */
  async setEnvironment(name: string, value: string): Promise<string | undefined> {
    const answer = this.#nextAnswer();
    this.#protocol.env(this.#channel.outgoing.id, name, value, true);
    const said = await answer;
    return said === "refused" ? "ssh: setenv failed" : said;
  }

  /** @returns how the command failed, in the words of the official plugin's SSH library. */
  async run(
    command: string,
    stdin: string,
    received: (stream: Stream, data: Buffer) => void,
  ): Promise<string | undefined> {
    const channel = this.#channel;
    const ended = howItEnded(channel);
    channel.on("data", (data: Buffer) => {
      received("stdout", data);
    });
    channel.stderr.on("data", (data: Buffer) => {
      received("stderr", data);
    });
    const started = this.#nextAnswer();
    this.#protocol.exec(channel.outgoing.id, command, true);
    const refusal = await started;
    if (refusal !== undefined) return refusal === "refused" ? `ssh: command ${command} failed` : refusal;
    channel.end(stdin);
    return ended;
  }

  /** Nothing where the host agrees. A connection that ended answers no more. */
  async #nextAnswer(): Promise<"refused" | typeof closed | undefined> {
    const channel = this.#channel;
    if (channel.incoming.state === "closed") return closed;
    return new Promise((resolve) => {
      channel._callbacks.push((refused) => {
        if (refused === false) resolve(undefined);
        else resolve(channel.incoming.state === "closed" ? closed : "refused");
      });
    });
  }
}

/** Names of RFC 4254, 5.1. */
const openFailures = ["", "administratively prohibited", "connect failed", "unknown channel type", "resource shortage"];

export function refusedChannel(error: ChannelRefusal): string {
  const detail = error.message.replace(/^\(SSH\) Channel open failure: /, "");
  return `ssh: rejected: ${openFailures[error.reason ?? 0] ?? "unknown reason"} (${detail})`;
}

function howItEnded(channel: ClientChannel): Promise<string | undefined> {
  return new Promise((resolve) => {
    let failure: string | undefined = "wait: remote command exited without exit status or exit signal";
    channel.on("exit", (code: number | null, signal?: string, _dumped?: string, description?: string) => {
      failure = code === 0 ? undefined : exitText(code, signal?.replace(/^SIG/, ""), description);
    });
    channel.on("close", () => {
      resolve(failure);
    });
  });
}

/** RFC 4254's signals with the numbers that a shell adds to 128. */
const signalNumbers: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  ILL: 4,
  ABRT: 6,
  FPE: 8,
  KILL: 9,
  SEGV: 11,
  PIPE: 13,
  ALRM: 14,
  TERM: 15,
};

function exitText(code: number | null, signal: string | undefined, description: string | undefined): string {
  if (signal === undefined) return `Process exited with status ${code ?? -1}`;
  const status = 128 + (signalNumbers[signal] ?? 0);
  const reason = description ? `. Reason was: ${description}` : "";
  return `Process exited with status ${status} from signal ${signal}${reason}`;
}
