import type { Duplex } from "node:stream";
import type { Client } from "ssh2";

import type { Call } from "../../rpc/provider.js";
import type { Connection, Endpoint } from "../connection.js";
import { prepareLogin } from "./login.js";
import { handshake } from "./handshake.js";
import { retry } from "./retry.js";
import { refusedChannel } from "./session.js";
import { connectTcp } from "./tcp.js";

export interface DialedHost {
  readonly client: Client;
  close(): void;
}

/** A login at the connection's host, through its proxy where it has one, with the official retries. */
export async function dial(connection: Connection, call: Call): Promise<DialedHost> {
  const login = await prepareLogin(connection);
  if (connection.proxy === undefined) {
    const client = await retry("Dial", connection.dialErrorLimit, call, async () =>
      handshake(await connectTcp(connection), login),
    );
    return {
      client,
      close: () => {
        client.end();
      },
    };
  }
  try {
    return await dialThrough(connection.proxy, connection, call);
  } catch (error) {
    throw new Error(`proxy: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function dialThrough(proxy: Endpoint, target: Connection, call: Call): Promise<DialedHost> {
  const login = await prepareLogin(target);
  const proxyLogin = await prepareLogin(proxy);
  const proxyClient = await retry("Dial proxy", proxy.dialErrorLimit, call, async () =>
    handshake(await connectTcp(proxy), proxyLogin),
  );
  try {
    const client = await retry("Dial", target.dialErrorLimit, call, async () =>
      handshake(await forward(proxyClient, target), login),
    );
    return {
      client,
      close: () => {
        client.end();
        proxyClient.end();
      },
    };
  } catch (error) {
    proxyClient.end();
    throw error;
  }
}

/** A stream from the proxy to the target, as if it were dialed from there. */
function forward(proxy: Client, target: Endpoint): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    proxy.forwardOut("0.0.0.0", 0, target.host, target.port, (error, channel) => {
      if (error) reject(new Error(refusedChannel(error)));
      else resolve(channel);
    });
  });
}
