import { gzipSync, strToU8 } from "fflate";

/** The same bytes on every machine, which Node's own zlib does not promise: others would be a change of what has them. */
export function gzipped(text: string): Buffer {
  return Buffer.from(gzipSync(strToU8(text), { level: 9, mtime: 0 }));
}
