import { createServer, type AddressInfo } from "node:net";
import type { Connection, ServerChannel } from "ssh2";
import { generateKey, startServer } from "../../../sandbox/plugins/command/ssh/test-server.js";
import type { Answer, HostBehaviour } from "../corpus/case.js";

const user = generateKey();
export const privateKeys = { own: user.private, other: generateKey().private };

/** An SSH server that runs nothing: it answers as a case says, and keeps all that it was asked. */
export class WatchedHost {
  readonly #events: string[];

  private constructor(
    readonly port: number,
    /** Line of authorized_keys, of the first of the host's keys. */
    readonly hostKey: string,
    readonly stop: () => Promise<void>,
    events: string[],
  ) {
    this.#events = events;
  }

  static async start(behaviour: HostBehaviour = {}): Promise<WatchedHost> {
    const events: string[] = [];
    const { listens = true, refusesLogin = false, answers = [], files = "taken", ...options } = behaviour;
    if (!listens) return new WatchedHost(await closedPort(), user.public, () => Promise.resolve(), events);
    const remaining = [...answers];
    const server = await startServer({
      ...options,
      files,
      authorizedKey: refusesLogin ? generateKey().public : user.public,
      observe: (event) => events.push(event),
      run: (command, channel, connection) => {
        const answer = (remaining.length > 1 ? remaining.shift() : remaining[0]) ?? {};
        converse(command, channel, connection, answer, events);
      },
    });
    const [hostKey = ""] = Object.values(server.hostKeys);
    return new WatchedHost(server.port, hostKey, server.close, events);
  }

  /** What was asked since the last time: logins, variables, commands, standard input, in order. */
  takeEvents(): string[] {
    return this.#events.splice(0);
  }
}

/** The answer follows the end of standard input: whoever leaves it open waits for ever. */
function converse(
  command: string,
  channel: ServerChannel,
  connection: Connection,
  answer: Answer,
  events: string[],
): void {
  events.push(`exec ${command}`);
  let stdin = "";
  channel.stdin.setEncoding("utf8");
  channel.stdin.on("data", (data: string) => (stdin += data));
  channel.stdin.on("end", () => {
    events.push(stdin === "" ? "stdin ends" : `stdin ${stdin}`);
    if (answer.drop) {
      connection.end();
      return;
    }
    channel.stdout.write(answer.stdout ?? "");
    channel.stderr.write(answer.stderr ?? "");
    if (answer.signal !== undefined) channel.exit(answer.signal);
    else channel.exit(answer.exit ?? 0);
    channel.end();
  });
}

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
