import type { Call } from "../rpc/provider.js";
import type { Connection } from "./connection.js";
import { goQuote } from "./go-quote.js";
import { lineSplitter } from "./lines.js";
import { dial } from "./ssh/dial.js";
import { RemoteSession, type Stream } from "./ssh/session.js";

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandRun {
  readonly connection: Connection;
  readonly script: string;
  readonly stdin?: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Offered to the script as PULUMI_COMMAND_STDOUT and PULUMI_COMMAND_STDERR. */
  readonly previous: Output;
  /** What the user sees while the script runs. */
  readonly logged: Readonly<Record<Stream, boolean>>;
}

/** Runs one script on one host, over one SSH connection. */
export async function runCommand(command: CommandRun, call: Call): Promise<Output> {
  const host = await dial(command.connection, call);
  try {
    const session = await RemoteSession.open(host.client);
    await setEnvironment(session, command, call);
    return await execute(session, command, call);
  } finally {
    host.close();
  }
}

async function setEnvironment(session: RemoteSession, command: CommandRun, call: Call): Promise<void> {
  for (const [name, value] of Object.entries(command.environment)) {
    const failure = await session.setEnvironment(name, value);
    if (failure === undefined) continue;
    call.log("error", refusedVariable(name));
    throw new Error(`could not set environment variable ${goQuote(name)}: ${failure}`);
  }
  const { stdout, stderr } = command.previous;
  for (const [name, value] of Object.entries({ PULUMI_COMMAND_STDOUT: stdout, PULUMI_COMMAND_STDERR: stderr })) {
    if (value === "" || (await session.setEnvironment(name, value)) === undefined) continue;
    call.log("warning", refusedVariable(name));
  }
}

/** The official plugin's words and line breaks. */
function refusedVariable(name: string): string {
  return [
    `Unable to set '${name}'. This only works if your SSH server is configured to accept`,
    "these variables via AcceptEnv. Alternatively, if a Bash-like shell runs the command on the remote host, you could",
    "prefix the command itself with the variables in the form 'VAR=value command'",
  ].join("\n\t");
}

async function execute(session: RemoteSession, command: CommandRun, call: Call): Promise<Output> {
  const received: Record<Stream, Buffer[]> = { stdout: [], stderr: [] };
  const all: Buffer[] = [];
  const log = lineSplitter((line) => {
    call.status(line);
  });

  const failure = await session.run(command.script, command.stdin ?? "", (stream, data) => {
    received[stream].push(data);
    all.push(data);
    if (command.logged[stream]) log.write(data);
  });
  log.end();

  if (failure !== undefined) throw new Error(`${failure}: running ${goQuote(command.script)}:\n${textOf(all)}`);
  return { stdout: withoutLastNewline(textOf(received.stdout)), stderr: withoutLastNewline(textOf(received.stderr)) };
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString();
}

function withoutLastNewline(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
