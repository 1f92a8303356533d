import type { ServerChannel } from "ssh2";
import { wordsOf } from "../cli/drift/words";
import { generateKey, startServer, type TestServer } from "../sandbox/plugins/command/ssh/test-server";

/** Hosts that answer over real SSH and do nothing: what is left is what the engine, its plugin and the network take. */
export interface SimulatedHosts {
  /** As settings have them, each with a PostgreSQL server. */
  readonly declared: readonly object[];
  /** That logs in on each. */
  readonly privateKey: string;
  /** Commands that ran so far. */
  readonly commands: () => number;
  /** The most that ran at once. */
  readonly atOnce: () => number;
  readonly close: () => Promise<void>;
}

/**
 * @param count how many, each a server on a port of its own on loopback.
 * @param seconds how long each command takes there.
 */
export async function simulatedHosts(count: number, seconds: number): Promise<SimulatedHosts> {
  const key = generateKey();
  let [commands, now, most] = [0, 0, 0];
  const run = (command: string, channel: ServerChannel) => {
    commands++;
    most = Math.max(most, ++now);
    channel.stdin.resume().on("end", () => {
      setTimeout(() => {
        now--;
        channel.stdout.write(`\nlookout ran: ${JSON.stringify(proofOf(command))}\n`);
        channel.exit(0);
        channel.end();
      }, seconds * 1000);
    });
  };
  const servers: TestServer[] = [];
  for (let i = 0; i < count; i++) servers.push(await startServer({ authorizedKey: key.public, run, files: "taken" }));
  return {
    declared: servers.map(({ host, port, hostKeys }, i) => ({
      ...{ name: `db${i + 1}`, address: host, port, user: "admin", hostKey: hostKeys.ed25519 },
      databases: [{ type: "postgres" }],
    })),
    privateKey: key.private,
    commands: () => commands,
    atOnce: () => most,
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** What a command of Lookout's prints at its end: the Agent's proof, or the database's. */
function proofOf(command: string): object {
  const { host = "", name = "" } = wordsOf(command) ?? {};
  if (name.endsWith("-configuration")) return { version: "7.70.1", hostname: host, checks: { postgres: "OK" } };
  const nothing = { withheld: [], missingSettings: [] };
  return { server: "PostgreSQL", version: "15.18", user: "datadog", databaseMonitoring: false, ...nothing };
}
