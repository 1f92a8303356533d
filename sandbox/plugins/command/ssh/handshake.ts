import type { Duplex } from "node:stream";
import ssh2, { type Client } from "ssh2";

import type { Login } from "./login.js";

/** Agrees on keys, checks the host's, and logs in; failures in the words of the official plugin's SSH library. */
export async function handshake(stream: Duplex, login: Login): Promise<Client> {
  const client = new ssh2.Client();
  try {
    await connected(client, stream, login);
    return client;
  } catch (error) {
    client.destroy();
    throw new Error(`ssh: handshake failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function connected(client: Client, stream: Duplex, { hostKey, methods, user }: Login): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) => {
      reject(new Error(reason));
    };
    let offeredHostKeys = "";
    const tried: string[] = [];

    client.on("ready", resolve);
    client.on("error", ({ message }) => {
      if (message.includes("no matching host key format")) fail(noCommonHostKey(hostKey?.type ?? "", offeredHostKeys));
      else fail(message === "Connection lost before handshake" ? "EOF" : message);
    });
    client.on("close", () => {
      fail("EOF");
    });
    client.connect({
      sock: stream,
      username: user,
      // The official plugin limits the time for the TCP connection only.
      readyTimeout: 0,
      ...(hostKey && {
        algorithms: { serverHostKey: [hostKey.type] },
        hostVerifier: (key: Buffer) => {
          const same = key.equals(hostKey.getPublicSSH());
          if (!same) fail("ssh: host key mismatch");
          return same;
        },
      }),
      authHandler: (left, _partial, next) => {
        if (tried.length === 0) {
          tried.push("none");
          next({ type: "none", username: user });
          return;
        }
        const method = methods.find((m) => !tried.includes(onWire(m.type)) && left.some((l) => l === onWire(m.type)));
        if (method === undefined) {
          const attempts = tried.join(" ");
          fail(`ssh: unable to authenticate, attempted methods [${attempts}], no supported methods remain`);
          return;
        }
        tried.push(onWire(method.type));
        next(method);
      },
      // ssh2 tells the host's algorithms nowhere else.
      debug: (line) => {
        offeredHostKeys = /^Handshake: \(remote\) Host key format: (.*)$/.exec(line)?.[1] ?? offeredHostKeys;
      },
    });
  });
}

/** An agent's keys are tried as public keys, and the official plugin tries each method once. */
function onWire(method: string): string {
  return method === "agent" ? "publickey" : method;
}

function noCommonHostKey(pinned: string, offered: string): string {
  const peers = offered.replaceAll(",", " ");
  return `ssh: no common algorithm for host key; we offered: [${pinned}], peer offered: [${peers}]`;
}
