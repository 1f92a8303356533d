import type { Span } from "./payload.js";
import type { Trace } from "./store.js";

/** The spans of a whole trace, in order of their beginning. */
export function spansOf({ chunks }: Trace): Span[] {
  return chunks.flatMap(({ spans }) => spans).sort((a, b) => a.start - b.start);
}

/** The span that the others descend from. */
export function rootOf(trace: Trace): Span | undefined {
  const spans = spansOf(trace);
  const ids = new Set(spans.map(({ spanID }) => spanID));
  return spans.find(({ parentID }) => !ids.has(parentID)) ?? spans[0];
}

/** The services that it enters, in order. */
export function servicesOf(trace: Trace): string[] {
  return [...new Set(spansOf(trace).map(({ service }) => service))];
}

/** Where a trace enters a service, as the Agent has marked it. */
export function isEntry({ metrics }: Span): boolean {
  return metrics._top_level === 1;
}

/** As it is in the app's log lines: all of its 128 bits in hexadecimal where the tracer made so many. */
export function fullTraceId(trace: Trace): string {
  const upper = spansOf(trace).find(({ meta }) => meta["_dd.p.tid"] !== undefined)?.meta["_dd.p.tid"];
  return upper === undefined ? trace.id : upper + BigInt(trace.id).toString(16).padStart(16, "0");
}
