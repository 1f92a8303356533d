import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, vi } from "vitest";

/** What a test's program warns of, which is not printed; of each test of the file anew. */
export function warningsOfEach(): string[] {
  const warned: string[] = [];
  beforeEach(() => {
    warned.length = 0;
    vi.spyOn(pulumi.log, "warn").mockImplementation((message) => {
      warned.push(message);
      return Promise.resolve();
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return warned;
}
