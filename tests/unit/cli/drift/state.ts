import { commandInput, commandText, type Scripts } from "../../../../components/host/script";
import type { StateResource } from "../../../../cli/stack/state";

const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** As `pulumi stack export --show-secrets` has it. */
export function secret(value: unknown): unknown {
  return { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", plaintext: JSON.stringify(value) };
}

export const CONNECTION = {
  ...{ host: "10.0.0.11", port: 22, user: "root", privateKey: "KEY", hostKey: "ssh-ed25519 AAAA" },
  ...{ dialErrorLimit: 9, perDialTimeout: 15 },
};

export function component(type: string, name: string, inputs: Record<string, unknown> = {}): StateResource {
  return { urn: `urn:pulumi:dev::lookout::${type}::${name}`, type, inputs };
}

const NOTHING = { files: [] };

/** A command in the state, as components/host/host.ts makes it. */
export function command(
  parent: StateResource,
  name: string,
  { host = "db1", secrets = {}, printed = "{}", ...scripts }: Partial<Scripts> & Said = {},
): StateResource {
  const create = scripts.create ?? NOTHING;
  return {
    urn: `urn:pulumi:dev::lookout::${parent.type}$command:remote:Command::${name}`,
    type: "command:remote:Command",
    parent: parent.urn,
    inputs: {
      connection: secret({ ...CONNECTION, host: `10.0.0.${host.length}` }),
      create: commandText(host, name, "create", create),
      stdin: secret(commandInput({ create, delete: NOTHING }, secrets)),
    },
    outputs: { stdout: `a greeting\n\nlookout ran: ${printed}\n` },
  };
}

interface Said {
  readonly host?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly printed?: string;
}
