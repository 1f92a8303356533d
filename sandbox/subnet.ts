import { createHash } from "node:crypto";

/** Third numbers of 10.89.N.0/24 that a sandbox may take. */
const first = 64;
const count = 64;

/**
 * A 10.89.N.0/24 that overlaps nothing in `taken` (networks in CIDR notation or single addresses; other words are passed over).
 * The search starts at a place that depends on `seed`: two instances that start at the same moment rarely meet, and
 * one that is made again gets its old subnet.
 */
export function freeSubnet(taken: readonly string[], seed: string): string {
  const networks = taken.flatMap((network) => parseNetwork(network) ?? []);
  const start = createHash("sha256").update(seed).digest().readUInt8(0);
  for (let step = 0; step < count; step++) {
    const subnet = `10.89.${first + ((start + step) % count)}.0/24`;
    const wanted = parseNetwork(subnet);
    if (wanted && !networks.some((network) => overlap(network, wanted))) return subnet;
  }
  throw new Error(
    `every 10.89.N.0/24 from N=${first} to ${first + count - 1} is in use; \`podman network prune\` removes networks left over`,
  );
}

interface Network {
  readonly address: number;
  readonly bits: number;
}

function parseNetwork(text: string): Network | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?:\/(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 32] = match
    .slice(1)
    .map((part?: string) => (part ? Number(part) : undefined));
  return { address: ((a * 256 + b) * 256 + c) * 256 + d, bits };
}

function overlap(one: Network, other: Network): boolean {
  const size = 2 ** (32 - Math.min(one.bits, other.bits));
  return Math.floor(one.address / size) === Math.floor(other.address / size);
}
