import { Command } from "commander";
import * as fs from "node:fs";
import { stackOf, type StackOptions, withStackOptions } from "../stack/options";
import { StackError } from "../stack/stacks";

interface Options extends StackOptions {
  readonly ca: string;
  readonly knownHosts?: true;
}

/** So many at once: each is two connections. */
const AT_ONCE = 10;

/** Pins of hosts that a certificate authority vouches for. */
export const hostKeys = withStackOptions(new Command("host-keys"), "whose hosts")
  .description(
    "Prints the host keys of a stack's hosts, as settings have them, once OpenSSH's own client has proved that a certificate authority has signed each host's certificate for its address or name. Nobody logs in. Ends with 1 where a host has none.",
  )
  .requiredOption("--ca <file>", "the authority's public key, or lines of known_hosts with @cert-authority")
  .option("--known-hosts", "as known_hosts has them, for the file beside what hostsFrom names")
  .helpOption("--help", "show this")
  .action(async (options: Options) => {
    const { project, stack } = stackOf(options);
    const [{ configurationOf }, { hostPlaces }, { inTurns }, { certifiedKey, UncertifiedError }, { knownName }] =
      await Promise.all([
        import("../stack/configuration.js"),
        import("../stack/environment.js"),
        import("../in-turns.js"),
        import("./certified.js"),
        import("../../settings/known-hosts.js"),
      ]);
    const authorities = authoritiesIn(options.ca);
    const hosts = hostPlaces(project, await configurationOf(project, stack, options));
    if (hosts.length === 0) throw new StackError(`${stack} has no hosts with an address in its file; expected some`);
    const answers = await inTurns(hosts, AT_ONCE, async (host) => {
      try {
        return { host, key: await certifiedKey(host, authorities) };
      } catch (error) {
        if (!(error instanceof UncertifiedError)) throw error;
        console.error(`${host.name} (${host.address}:${host.port}): ${error.message}`);
        process.exitCode = 1;
        return { host, key: undefined };
      }
    });
    const found = answers.flatMap(({ host, key }) => (key === undefined ? [] : [{ host, key }]));
    if (found.length === 0) return;
    process.stdout.write(
      options.knownHosts === true
        ? found.map(({ host, key }) => `${knownName(host.address, host.port)} ${key}\n`).join("")
        : `hosts:\n${found.map(({ host, key }) => `  - name: ${host.name}\n    hostKey: ${key}\n`).join("")}`,
    );
  });

/** @throws StackError */
function authoritiesIn(file: string): string[] {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch {
    throw new StackError(`--ca names ${file}, which can't be read; expected the authority's public key`);
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("#"));
  const isKey = (line: string) => /^(@cert-authority \S+ )?(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/]+=*/.test(line);
  const found = lines.filter(isKey);
  if (found.length > 0) return found;
  throw new StackError(
    `${file} has no authority's public key; expected "ssh-ed25519 AAAA…", or @cert-authority before it`,
  );
}
