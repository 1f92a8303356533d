import { spawn } from "node:child_process";
import { connect, createServer, type AddressInfo } from "node:net";
import ssh2, {
  type AuthContext,
  type Connection,
  type ParsedKey,
  type ServerChannel,
  type ServerConfig,
  type Session,
  type SFTPWrapper,
} from "ssh2";

/** An SSH server on loopback. */
export interface TestServer {
  readonly host: string;
  readonly port: number;
  /** Lines of authorized_keys, by algorithm. */
  readonly hostKeys: Readonly<Record<string, string>>;
  /** Logins that succeeded. */
  readonly logins: () => number;
  readonly close: () => Promise<void>;
}

export interface TestServerOptions {
  /** What `hostname` prints. @default sb1 */
  readonly name?: string;
  /** Line of authorized_keys. */
  readonly authorizedKey?: string;
  /** @default any name */
  readonly authorizedUser?: string;
  readonly password?: string;
  /** @default every way that has a credential */
  readonly methods?: AuthContext["method"][];
  /** @default no variable */
  readonly acceptEnv?: readonly string[];
  readonly hostKeyTypes?: readonly (keyof typeof keyOptions)[];
  /** Connections that are closed before a word is said. @default 0 */
  readonly drops?: number;
  /** @default a real shell, as whoever runs the tests */
  readonly run?: (command: string, channel: ServerChannel, connection: Connection) => void;
  /** What becomes of files: they are told of, or refused, or there is no SFTP. @default there is none */
  readonly files?: "taken" | "refused" | "none";
  /** Told of each login, each `env` request and each file. */
  readonly observe?: (event: string, connection: Connection) => void;
}

const keyOptions = { ed25519: {}, ecdsa: { bits: 256 }, rsa: { bits: 2048 } } as const;

export function generateKey(type: keyof typeof keyOptions = "ed25519") {
  if (type === "ed25519") return generateEd25519Key();
  if (type === "ecdsa") return ssh2.utils.generateKeyPairSync("ecdsa", keyOptions.ecdsa);
  return ssh2.utils.generateKeyPairSync("rsa", keyOptions.rsa);
}

/** Of some 300 keys that ssh2 makes, one is malformed: neither ssh2 nor OpenSSH reads it. */
function generateEd25519Key() {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync("ed25519");
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}

export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const keys = (options.hostKeyTypes ?? ["ed25519"]).map((type) => [type, generateKey(type)] as const);
  const connections = new Set<Connection>();
  let logins = 0;
  let drops = options.drops ?? 0;
  const server = new ssh2.Server({ hostKeys: keys.flatMap(([, key]) => offeredKeys(key.private)) }, (connection) => {
    connections.add(connection);
    let login = "";
    connection.on("authentication", (context) => {
      login = `login as ${context.username} by ${context.method}`;
      authenticate(context, options);
    });
    connection.on("ready", () => {
      logins++;
      options.observe?.(login, connection);
      connection.on("session", (accept) => {
        serveSession(accept(), connection, options);
      });
      connection.on("tcpip", (accept, reject, { destPort }) => {
        const target = connect(destPort, "127.0.0.1");
        target.once("connect", () => {
          const channel = accept();
          channel.pipe(target).pipe(channel);
        });
        target.once("error", () => {
          reject();
        });
      });
    });
    connection.on("error", () => undefined);
  });
  const listener = createServer({ noDelay: true }, (socket) => {
    if (drops-- > 0) socket.resume().end();
    else server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  return {
    host: "127.0.0.1",
    port: (listener.address() as AddressInfo).port,
    hostKeys: Object.fromEntries(keys.map(([type, key]) => [type, key.public])),
    logins: () => logins,
    close: () =>
      new Promise((resolve) => {
        for (const connection of connections) connection.end();
        listener.close(() => {
          resolve();
        });
      }),
  };
}

/** As OpenSSH does today, an RSA key is offered with SHA-2 only; ssh2 would offer SHA-1 as well. */
function offeredKeys(privateKey: string): NonNullable<ServerConfig["hostKeys"]> {
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  if (key.type !== "ssh-rsa") return [privateKey];
  return ["rsa-sha2-512", "rsa-sha2-256"].map((type) => {
    const renamed = Object.create(key, { type: { value: type } }) as ParsedKey;
    return { key: renamed as unknown as Buffer, passphrase: "" };
  });
}

function authenticate(context: AuthContext, options: TestServerOptions): void {
  const { authorizedKey, authorizedUser = context.username, password, methods } = options;
  const offered = methods ?? [
    ...(authorizedKey ? ["publickey" as const] : []),
    ...(password ? ["password" as const] : []),
  ];
  const right =
    (context.method === "publickey" && authorizedKey !== undefined && isKey(context.key.data, authorizedKey)) ||
    (context.method === "password" && context.password === password);
  if (right && context.username === authorizedUser && offered.includes(context.method)) context.accept();
  else if (context.method === "keyboard-interactive" && offered.includes("keyboard-interactive")) {
    context.prompt([{ prompt: "Password: ", echo: false }], (answers) => {
      if (answers[0] === password) context.accept();
      else context.reject(offered);
    });
  } else context.reject(offered);
}

function isKey(offered: Buffer, line: string): boolean {
  const key = ssh2.utils.parseKey(line);
  return !(key instanceof Error) && offered.equals(key.getPublicSSH());
}

function serveSession(session: Session, connection: Connection, options: TestServerOptions): void {
  const { acceptEnv = [], observe } = options;
  const environment: Record<string, string> = {};
  session.on("env", (accept, reject, { key, val }) => {
    const accepted = acceptEnv.includes(key);
    observe?.(`env ${key}=${val}: ${accepted ? "accepted" : "refused"}`, connection);
    if (accepted) environment[key] = val;
    // ssh2 hands over no answer function where the client asked for none.
    ((accepted ? accept : reject) as (() => void) | undefined)?.();
  });
  if (options.files !== undefined && options.files !== "none") {
    const isRefused = options.files === "refused";
    session.on("sftp", (accept) => {
      serveFiles(accept(), isRefused, (event) => observe?.(event, connection));
    });
  }
  session.on("exec", (accept, _reject, { command }) => {
    const channel = accept();
    if (options.run) options.run(command, channel, connection);
    else runInShell(command, channel, environment, options.name);
  });
}

/** Of a home with a folder, `folder`, and nothing else. */
function serveFiles(sftp: SFTPWrapper, isRefused: boolean, observe: (event: string) => void): void {
  const { STATUS_CODE } = ssh2.utils.sftp;
  const folders = new Set([".", "/", "folder"]);
  const written = new Map<string, Buffer[]>();
  // As sftp-server ends with its input.
  sftp.on("end", () => {
    sftp.end();
  });
  const attributes = { mode: 0o40755, uid: 0, gid: 0, size: 0, atime: 0, mtime: 0 };
  sftp.on("STAT", (id, place) => {
    if (folders.has(place)) sftp.attrs(id, attributes);
    else sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  });
  sftp.on("LSTAT", (id) => {
    sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
  });
  sftp.on("MKDIR", (id, place) => {
    folders.add(place);
    observe(`sftp makes ${place}`);
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on("OPEN", (id, place) => {
    if (isRefused) {
      sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
      return;
    }
    written.set(place, []);
    sftp.handle(id, Buffer.from(place));
  });
  sftp.on("WRITE", (id, handle, _offset, data) => {
    written.get(handle.toString())?.push(data);
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on("CLOSE", (id, handle) => {
    const place = handle.toString();
    observe(`sftp ${place}: ${Buffer.concat(written.get(place) ?? []).toString()}`);
    sftp.status(id, STATUS_CODE.OK);
  });
}

function runInShell(command: string, channel: ServerChannel, environment: Record<string, string>, name = "sb1"): void {
  const shell = spawn("/bin/sh", ["-c", `hostname() { echo ${name}; }\n${command}`], {
    env: { PATH: process.env.PATH, ...environment },
  });
  channel.stdin.pipe(shell.stdin);
  shell.stdin.on("error", () => undefined);
  shell.stdout.on("data", (data: Buffer) => channel.stdout.write(data));
  shell.stderr.on("data", (data: Buffer) => channel.stderr.write(data));
  channel.on("close", () => shell.kill());
  shell.on("close", (code, signal) => {
    if (signal) channel.exit(signal.replace("SIG", ""));
    else channel.exit(code ?? 0);
    channel.end();
  });
}
