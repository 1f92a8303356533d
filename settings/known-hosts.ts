import { createHmac } from "node:crypto";

/** The kinds that a host may be pinned by, the preferred first. */
export const KINDS: readonly string[] = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
];

interface Known {
  /** `db1`, `[db1]:2222`, or hashed: `|1|salt|hash`. */
  readonly names: readonly string[];
  /** `ssh-ed25519 AAAA…`. */
  readonly key: string;
}

/**
 * The host keys of a `known_hosts` file, as `ssh-keyscan` and ssh write it.
 *
 * @returns of a host by what SSH connects to.
 * @see https://man.openbsd.org/sshd.8#SSH_KNOWN_HOSTS_FILE_FORMAT
 */
export function knownHosts(text: string): (address: string, port: number) => string | undefined {
  const known = text.split(/\r?\n/).flatMap(knownIn);
  return (address, port) => {
    const name = knownName(address, port);
    const own = known.filter(({ names }) => names.some((one) => isName(one, name)));
    const preferred = KINDS.flatMap((kind) => own.filter(({ key }) => key.startsWith(`${kind} `)));
    return preferred[0]?.key;
  };
}

/** What ssh calls a host there. */
export function knownName(address: string, port: number): string {
  return port === 22 ? address : `[${address}]:${port}`;
}

/** A line with a marker in front is of a certificate's authority, or of a key that is revoked. */
function knownIn(line: string): Known[] {
  const [names = "", kind = "", key] = line.trim().split(/\s+/);
  if (names.startsWith("#") || names.startsWith("@") || key === undefined || !KINDS.includes(kind)) return [];
  return [{ names: names.split(","), key: `${kind} ${key}` }];
}

function isName(known: string, name: string): boolean {
  const [, salt, hash] = /^\|1\|([^|]+)\|([^|]+)$/.exec(known) ?? [];
  if (salt === undefined) return known.toLowerCase() === name.toLowerCase();
  return createHmac("sha1", Buffer.from(salt, "base64")).update(name.toLowerCase()).digest("base64") === hash;
}
