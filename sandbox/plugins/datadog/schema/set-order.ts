/**
 * The order in which Terraform's SDK lists a set of texts: by the decimal digits of each one's CRC-32. It decides the
 * order within requests, which is no more than a habit of the official plugin, but one that recordings show.
 */
export function byHash(texts: readonly string[]): string[] {
  const code = (text: string): string => String(crc32(Buffer.from(`${text};`)));
  return [...texts].sort((a, b) => (code(a) < code(b) ? -1 : 1));
}

/** Node's own `zlib.crc32` is newer than the Node that this project asks for. */
function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
