import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";

/** A server at a free port, a process of its own: a test may wait for what it runs. */
export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  readonly stop: () => void;
}

/** A proxy, and which URLs it was asked for. */
export interface ServedProxy extends Served {
  readonly asked: readonly string[];
}

/** A folder over HTTP, by Python's own server. */
export async function serve(folder: string, address: string): Promise<Served> {
  return listening(address, ["-m", "http.server", "--bind", address, "--directory", folder, "0"]);
}

/** To one server, by whatever name it is asked for. */
export async function serveProxy(origin: Served, address: string): Promise<ServedProxy> {
  const asked: string[] = [];
  const proxy = await listening(address, [path.join(__dirname, "proxy.py"), address, origin.url], (line) => {
    asked.push(line.replace(/^\d+ /, ""));
  });
  return { ...proxy, asked };
}

async function listening(address: string, argv: string[], said: (line: string) => void = () => undefined) {
  const child = spawn("python3", ["-u", ...argv], { stdio: ["ignore", "pipe", "ignore"] });
  const [first] = (await once(child.stdout, "data")) as [Buffer];
  child.stdout.on("data", (more: Buffer) => {
    for (const line of more.toString().split("\n").filter(Boolean)) said(line);
  });
  const [, port = ""] = /port (\d+)/.exec(first.toString()) ?? [];
  return { url: `http://${address}:${port}`, stop: () => child.kill() };
}
