import { Ring } from "../state/ring.js";
import type { Span } from "./payload.js";

const SIZE = { parts: 16, partBytes: 4 * 1024 * 1024 };

/** Spans of one trace that one process has sent together. */
export interface TraceChunk {
  readonly host: string;
  readonly env: string;
  readonly version: string;
  readonly language: string;
  readonly tracerVersion: string;
  readonly priority: number;
  readonly spans: readonly Span[];
}

export interface Trace {
  /** The lower 64 bits of its id, decimal. */
  readonly id: string;
  readonly chunks: readonly TraceChunk[];
}

/** The latest traces, up to 64 MiB of them. */
export class TraceStore {
  private readonly byId = new Map<string, TraceChunk[]>();
  private readonly ring: Ring<TraceChunk>;

  constructor(folder: string) {
    this.ring = new Ring(folder, SIZE);
    for (const chunk of this.ring.entries()) this.insert(chunk);
  }

  add(chunks: readonly TraceChunk[]): void {
    // An Agent that gets no answer sends again what has arrived.
    const added = chunks.filter((chunk) => !this.has(chunk));
    for (const chunk of added) this.insert(chunk);
    for (const chunk of this.ring.append(added)) this.remove(chunk);
  }

  /** Oldest first. */
  all(): Trace[] {
    return [...this.byId].map(([id, chunks]) => ({ id, chunks }));
  }

  /** @param id decimal, or the whole 128 bits in hexadecimal as in a log line */
  find(id: string): Trace | undefined {
    const lower = /^[0-9a-f]{32}$/.test(id) ? BigInt(`0x${id.slice(16)}`).toString() : id;
    const chunks = this.byId.get(lower);
    return chunks && { id: lower, chunks };
  }

  private has(chunk: TraceChunk): boolean {
    const known = this.byId.get(idOf(chunk)) ?? [];
    return known.some(({ spans }) => spans[0]?.spanID === chunk.spans[0]?.spanID);
  }

  private insert(chunk: TraceChunk): void {
    const known = this.byId.get(idOf(chunk));
    if (known) known.push(chunk);
    else this.byId.set(idOf(chunk), [chunk]);
  }

  private remove(chunk: TraceChunk): void {
    const left = (this.byId.get(idOf(chunk)) ?? []).filter((known) => known !== chunk);
    if (left.length > 0) this.byId.set(idOf(chunk), left);
    else this.byId.delete(idOf(chunk));
  }
}

function idOf({ spans }: TraceChunk): string {
  return spans[0]?.traceID ?? "";
}
