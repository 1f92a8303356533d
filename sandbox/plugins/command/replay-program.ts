import { Secret, type Properties } from "../rpc/value.js";

/** The hosts of the recorded program, here two test servers. */
export interface Hosts {
  readonly ports: readonly [number, number];
  readonly hostKeys: readonly [string, string];
  readonly rsaHostKey: string;
  readonly privateKey: string;
}

export interface Declared {
  readonly name: string;
  readonly inputs: Properties;
  /** The engine makes these outputs secret. */
  readonly additionalSecretOutputs?: readonly string[];
}

/** What the recorded program declared of `command:remote:Command` at each step. */
export function programAt(step: string, hosts: Hosts): Declared[] {
  return [...steadyResources(step, hosts), ...extraResource(step, hosts)];
}

/** Step 2 changes the text, step 3 the trigger, step 4 the host, step 5 only stdin, step 6 only delete. */
function steadyResources(step: string, hosts: Hosts): Declared[] {
  const text = step === "1" ? "a" : "b";
  const plain = {
    connection: connectionTo(hosts, ["4", "5", "6"].includes(step) ? 1 : 0),
    create: `read -r s; echo "text ${text} \${#s} on $(hostname)"; echo to-stderr >&2`,
    delete: step === "6" ? "echo deleted-6" : 'echo "delete on $(hostname)"',
    stdin: new Secret(step === "5" || step === "6" ? "another secret\n" : "secret\n"),
    triggers: [step === "1" || step === "2" ? "t1" : "t2"],
    addPreviousOutputInEnv: false,
  };
  const withUpdate = {
    connection: connectionTo(hosts, 0),
    create: "echo created",
    update: `echo "updated ${step}; previous: $PULUMI_COMMAND_STDOUT"`,
    delete: "echo removed",
  };
  const quiet = {
    connection: connectionTo(hosts, 0),
    create: "echo visible; echo err >&2",
    logging: "none",
    addPreviousOutputInEnv: false,
  };
  return [
    { name: "plain", inputs: plain },
    { name: "with-update", inputs: withUpdate },
    { name: "quiet", inputs: quiet, additionalSecretOutputs: ["stdout", "stderr"] },
  ];
}

function extraResource(step: string, hosts: Hosts): Declared[] {
  const [, hostKeyB] = hosts.hostKeys;
  const at = (index: 0 | 1, extra: Properties = {}) => ({ connection: connectionTo(hosts, index, extra) });
  switch (step) {
    case "fail-command": {
      const create = "echo out; echo the reason >&2; exit 3";
      return [{ name: "fails", inputs: { ...at(0), create, stdin: new Secret("s\n"), addPreviousOutputInEnv: false } }];
    }
    case "fail-environment":
      return [{ name: "env", inputs: { ...at(0), create: "env", environment: { A: "1" } } }];
    case "fail-hostkey":
      return [{ name: "key", inputs: { ...at(0, { hostKey: hostKeyB }), create: "true" } }];
    case "fail-rsa-pin":
      return [{ name: "rsa", inputs: { ...at(0, { hostKey: hosts.rsaHostKey }), create: "true" } }];
    case "fail-login":
      return [{ name: "login", inputs: { ...at(0, { user: "nobody" }), create: "true" } }];
    case "fail-port":
      return [{ name: "port", inputs: { ...at(0, { port: 2 }), create: "true" } }];
    case "fail-bad-key":
      return [{ name: "badkey", inputs: { ...at(0, { privateKey: "not a key" }), create: "true" } }];
    case "proxy":
      return [{ name: "proxied", inputs: { ...at(1, { proxy: endpoint(hosts, 0) }), create: "hostname" } }];
    default:
      return [];
  }
}

function connectionTo(hosts: Hosts, index: 0 | 1, extra: Properties = {}): Secret {
  return new Secret({ ...endpoint(hosts, index), perDialTimeout: 5, dialErrorLimit: 2, ...extra });
}

function endpoint({ ports, hostKeys, privateKey }: Hosts, index: 0 | 1): Properties {
  return { host: "127.0.0.1", port: ports[index], user: "admin", privateKey, hostKey: hostKeys[index] };
}
