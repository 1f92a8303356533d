import { DDSketch } from "@datadog/sketches-js";

const ACCURACY = 0.01;

/** Durations as the Agent sums them up: Datadog's own DDSketch, which knows a percentile to one hundredth. */
export type Sketch = Pick<DDSketch, "count" | "getValueAtQuantile">;

/** @returns undefined where the text is no sketch, or one of another accuracy. */
export function decodedSketch(base64: string): DDSketch | undefined {
  try {
    const sketch = DDSketch.fromProto(Buffer.from(base64, "base64"));
    return sketch.mergeable(emptySketch()) ? sketch : undefined;
  } catch {
    return undefined;
  }
}

export function emptySketch(): DDSketch {
  return new DDSketch({ relativeAccuracy: ACCURACY });
}

export function mergedSketches(sketches: Iterable<string>): DDSketch {
  const merged = emptySketch();
  for (const text of sketches) {
    const sketch = decodedSketch(text);
    if (sketch) merged.merge(sketch);
  }
  return merged;
}

/** How many of its values are below a limit. */
export function countBelow(sketch: Sketch, limit: number): number {
  let [low, high] = [0, sketch.count];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (sketch.getValueAtQuantile(Math.min(1, (middle + 0.5) / (sketch.count - 1 || 1))) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
