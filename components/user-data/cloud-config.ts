import * as path from "node:path";
import { flavorMistake } from "../agent/flavor";
import { agentFiles } from "../agent/render";
import { FAMILIES, type Family } from "../agent/family";
import { configurationScript, firstPackageScript, type InstalledAgent } from "../agent/scripts";
import { yaml } from "../agent/yaml";
import { hostScript, LOCK_SECONDS, quote, type Script, shellFile, valueWords } from "../host/script";
import { withoutComments } from "./python";

/** Whence a machine has the API key at its first boot. */
export type ApiKeySource =
  /** A shell command, run as root, that prints it: `aws ssm get-parameter …`. Its text is in the user data. */
  | { readonly command: string }
  /** A file of the image, which nobody but its owner may read. */
  | { readonly file: string }
  /** The key itself in the user data, which whoever may read a machine's metadata reads. */
  | { readonly inline: string };

/** What can't be user data: says what, and what to do. */
export class UserDataError extends Error {}

/** What stands in an Agent's texts for the machine's own name and address, which it says itself. */
export const MACHINE = { name: "lookout-host-name", address: "lookout-host-address" } as const;

/** In memory; cloud-init itself keeps the user data on disk, for root alone. */
const FOLDER = "/run/lookout-user-data";

/**
 * An Agent as cloud-init lays it at a machine's first boot: by the scripts that a host's commands have over SSH, so that
 * the same files are there.
 *
 * @param agent without a hostname, which each machine's Agent finds out; its texts may have {@link MACHINE}.
 * @param options.apiKey none where the Agent fetches its key itself.
 * @param options.proof whether the machine proves its Agent as hosts do; half of the text.
 * @param options.family the package manager of the machines' image; without one the text has them all.
 * @returns a cloud-config.
 * @throws UserDataError, AgentFilesError
 * @see https://cloudinit.readthedocs.io/en/latest/reference/modules.html#write-files for why the folder is in /run
 */
export function cloudConfig(
  agent: InstalledAgent,
  {
    apiKey,
    proof,
    family,
  }: { readonly apiKey: ApiKeySource | undefined; readonly proof: boolean; readonly family?: Family | undefined },
): string {
  const { files, secrets, wheels } = agentFiles(agent, agent.integrations);
  const mistake = flavorMistake(agent.flavor, agent.integrations);
  if (mistake !== undefined) throw new UserDataError(`can't be: ${mistake}`);
  const families = family === undefined ? FAMILIES : [family];
  const key = keyOf(Object.keys(secrets), apiKey);
  const bodies = Object.fromEntries(files.map(({ path, body }) => [path, body]));
  const package_ = firstPackageScript(agent, families);
  const configuration = withShortProof(configurationScript(agent, bodies, wheels, { families }), proof);
  const boot = [
    shellFile(path.join(__dirname, "boot.sh")).replace("@SECONDS@", String(LOCK_SECONDS)),
    ...key.boot,
    ["lay package", ...valueWords(package_)].join(" "),
    ["lay configuration", ...valueWords(configuration)].join(" "),
    'rm -rf "$folder"',
    "",
  ];
  const written = {
    boot: boot.join("\n"),
    receive: `${shellFile(path.join(__dirname, "../host/receive.sh"))}\n`,
    script: hostScript({ "boot-package": package_, "boot-configuration": configuration }),
    ...key.written,
  };
  const config = {
    write_files: Object.entries(written).map(([name, content]) => ({
      path: `${FOLDER}/${name}`,
      owner: "root:root",
      permissions: "0600",
      content,
    })),
    runcmd: [["/bin/sh", `${FOLDER}/boot`]],
    // Beside other parts of a machine's user data, not in their place.
    merge_how: "list(append)+dict(no_replace,recurse_list)+str()",
  };
  return `#cloud-config\n# The Agent as Lookout has it on hosts; read \`cloud-init status --long\` where it is not there.\n${yaml(config, (value) => value)}`;
}

interface Key {
  /** Lines of the script that runs at boot. */
  readonly boot: readonly string[];
  readonly written: Readonly<Record<string, string>>;
}

/** @param secrets names of those that the Agent's files need. */
function keyOf(secrets: readonly string[], source: ApiKeySource | undefined): Key {
  const others = secrets.filter((name) => name !== "api_key");
  if (others.length > 0) {
    throw new UserDataError(
      `would have secrets in it (${others.join(", ")}); write a handle, ENC[…], in the place of each, which the Agent ` +
        "resolves itself: agent.secretBackend",
    );
  }
  const isNeeded = secrets.length > 0;
  if (!isNeeded && source !== undefined) {
    throw new UserDataError("has its API key by agent.secretBackend.apiKey already; say no other way to it");
  }
  if (!isNeeded) return { boot: [], written: {} };
  if (source === undefined) {
    throw new UserDataError(
      "does not say whence a machine has the API key; give a command that fetches it there, a file of the image, or " +
        "agent.secretBackend with apiKey",
    );
  }
  if ("command" in source) {
    return { boot: ["key_of_command"], written: { "api-key-command": `${source.command}\n` } };
  }
  if ("inline" in source) {
    return { boot: ['key_of_file "$folder/api-key"'], written: { "api-key": `${source.inline}\n` } };
  }
  if (!source.file.startsWith("/")) {
    throw new UserDataError(`names the API key's file ${source.file}; expected an absolute path`);
  }
  return { boot: [`key_of_file ${quote(source.file)}`], written: {} };
}

const isProof = (name: string) => name === "verify.py" || name.startsWith("proof/");

/** Asked only where services are declared, which such machines never have. */
const OF_SERVICES = "proof/traces.py";

/** The proof's own Python as short as the shell's files are, since user data is small; or in its place nothing. */
function withShortProof(script: Script, isWanted: boolean): Script {
  const bodies = Object.entries(script.bodies ?? {});
  const proof = bodies
    .filter(([name]) => isProof(name) && name !== OF_SERVICES)
    .map(([name, text]) => [name, withoutComments(text)] as const);
  return {
    ...script,
    bodies: {
      ...Object.fromEntries(bodies.filter(([name]) => !isProof(name))),
      ...(isWanted ? Object.fromEntries(proof) : { "verify.py": 'print("{}")\n' }),
    },
  };
}
