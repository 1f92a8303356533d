import { connect } from "node:net";
import ssh2, { type AnyAuthMethod, type ParsedKey } from "ssh2";

import type { Endpoint } from "../connection.js";
import { systemError } from "./tcp.js";

/** Who logs in how, and which host key is expected. */
export interface Login {
  readonly methods: readonly AnyAuthMethod[];
  readonly user: string;
  /** @default any key is accepted */
  readonly hostKey?: ParsedKey;
}

/** Reads keys and finds the agent before anything is dialed: a mistake in them is no reason to try again. */
export async function prepareLogin(endpoint: Endpoint): Promise<Login> {
  const { user, password } = endpoint;
  const hostKey = endpoint.hostKey === undefined ? undefined : parseHostKey(endpoint.hostKey);
  const methods: AnyAuthMethod[] = [];
  if (endpoint.privateKey !== undefined) {
    const key = parsePrivateKey(endpoint.privateKey, endpoint.privateKeyPassword);
    methods.push({ type: "publickey", username: user, key });
  }
  if (password !== undefined) {
    methods.push({ type: "password", username: user, password });
    methods.push({
      type: "keyboard-interactive",
      username: user,
      prompt: (_name, _instructions, _language, prompts, finish) => {
        finish(prompts.map(() => password));
      },
    });
  }
  const agent = endpoint.agentSocketPath ?? process.env.SSH_AUTH_SOCK;
  if (agent) {
    await assertAgent(agent);
    methods.push({ type: "agent", username: user, agent });
  }
  return { methods, user, ...(hostKey && { hostKey }) };
}

function parseHostKey(line: string): ParsedKey {
  const key = ssh2.utils.parseKey(line);
  if (key instanceof Error) throw new Error("failed to parse host key: ssh: no key found");
  return key;
}

function parsePrivateKey(text: string, password: string | undefined): ParsedKey {
  const key = ssh2.utils.parseKey(text, password);
  if (!(key instanceof Error)) {
    if (password === undefined || ssh2.utils.parseKey(text) instanceof Error) return key;
    throw new Error(text.includes("OPENSSH") ? "ssh: key is not password protected" : "ssh: not an encrypted key");
  }
  if (key.message.includes("no passphrase given")) throw new Error("ssh: this private key is passphrase protected");
  if (/bad passphrase/i.test(key.message)) throw new Error("x509: decryption password incorrect");
  throw new Error("ssh: no key found");
}

function assertAgent(socketPath: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath);
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", (error) => {
      reject(new Error(`dial unix ${socketPath}: ${systemError(error)}`));
    });
  });
}
