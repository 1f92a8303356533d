import { connect, type Socket } from "node:net";

import type { Endpoint } from "../connection.js";

/** Go's words for what the system answers, by Node's code. */
const systemErrors: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset by peer",
  EHOSTUNREACH: "no route to host",
  ENETUNREACH: "network is unreachable",
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
};

/**
 * As Go's dialer has it, which the official plugin leaves as it is: of a host that went away without a word a sign of life is
 * asked for after 15 s, and eight times more, 15 s apart; after 150 s it is given up. Node asks ten times, a second apart.
 */
const silenceMs = 140_000;

export function connectTcp({ host, port, perDialTimeout }: Endpoint): Promise<Socket> {
  const address = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: silenceMs });
    const timer =
      perDialTimeout > 0 && setTimeout(() => socket.destroy(new Error("i/o timeout")), perDialTimeout * 1000);
    const settled = () => {
      if (timer) clearTimeout(timer);
    };
    socket.once("connect", () => {
      settled();
      socket.removeAllListeners("error");
      // Who speaks SSH over it learns of its end; a late error must not end this process.
      socket.on("error", () => undefined);
      resolve(socket);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      settled();
      reject(new Error(dialError(address, host, error)));
    });
  });
}

function dialError(address: string, host: string, error: NodeJS.ErrnoException): string {
  if (error.syscall === "getaddrinfo") return `dial tcp: lookup ${host}: no such host`;
  return `dial tcp ${address}: ${systemError(error)}`;
}

/** `connect: connection refused`; a timeout has no system call in front. */
export function systemError(error: NodeJS.ErrnoException): string {
  if (error.code === undefined) return error.message;
  return `connect: ${systemErrors[error.code] ?? error.message}`;
}
