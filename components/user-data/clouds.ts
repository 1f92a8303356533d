import { gzipped } from "../gzip";

/** What a cloud takes as a machine's user data. */
interface Cloud {
  /** As its documentation calls it. */
  readonly words: string;
  /** Of the data before base64. */
  readonly mostBytes: number;
  /** gzip, which cloud-init unpacks, in base64, as its API takes it; otherwise the text itself. */
  readonly isPacked: boolean;
}

/**
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html
 * @see https://learn.microsoft.com/azure/virtual-machines/custom-data
 * @see https://cloud.google.com/compute/docs/metadata/setting-custom-metadata#limitations
 * @see https://docs.openstack.org/nova/latest/user/metadata.html, of base64
 */
const CLOUDS = {
  aws: { words: "AWS EC2", mostBytes: 16_384, isPacked: true },
  azure: { words: "Azure", mostBytes: 65_535, isPacked: true },
  gcp: { words: "Google Compute Engine", mostBytes: 262_144, isPacked: false },
  openstack: { words: "OpenStack", mostBytes: 49_151, isPacked: true },
} as const satisfies Readonly<Record<string, Cloud>>;

export type CloudName = keyof typeof CLOUDS;

export const CLOUD_NAMES = Object.keys(CLOUDS) as readonly CloudName[];

/** User data that a cloud does not take: says what it takes, in numbers. */
export class TooLargeError extends Error {}

/**
 * User data as a cloud's API takes it: for AWS, Azure and OpenStack gzip in base64, for Google the text.
 *
 * @param text a cloud-config.
 * @throws TooLargeError
 */
export function packedFor(name: CloudName, text: string): string {
  const { words, mostBytes, isPacked }: Cloud = CLOUDS[name];
  const bytes = isPacked ? gzipped(text) : Buffer.from(text, "utf8");
  if (bytes.length > mostBytes) {
    const packed = isPacked ? ` (gzip of ${Buffer.byteLength(text)})` : "";
    throw new TooLargeError(
      `has ${bytes.length} bytes${packed}; ${words} takes ${mostBytes}. Name the package manager of their image (family, --family), leave the proof out, half of it ` +
        "(proof: false, --without-proof), declare fewer integrations, or lay the text where the machines alone read it, " +
        "and hand them `#include` and its URL",
    );
  }
  return isPacked ? bytes.toString("base64") : text;
}
