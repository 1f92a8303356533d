import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";

/**
 * The product's fast tests, those of the stand-ins (beside what they test), what is
 * tried in every case there is, the product's scripts on every database server, and
 * the sandbox end to end.
 */
export default defineConfig({
  test: {
    // By default vitest leaves one core idle; most of a small file's time is its start.
    maxWorkers: availableParallelism(),
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/{unit,components,plans}/**/*.test.ts"],
          // A busy machine takes long to load the SDK, which is part of a test.
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
      {
        test: {
          name: "stand-ins",
          include: ["sandbox/**/*.test.ts", "tests/plugins/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "exhaustive",
          include: ["tests/exhaustive/**/*.test.ts"],
          testTimeout: 600_000,
        },
      },
      {
        test: {
          name: "families",
          include: ["tests/families/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
      {
        test: {
          name: "servers",
          include: ["tests/servers/**/*.test.ts"],
          globalSetup: "tests/servers/setup.ts",
          // One host of a kind: the files share them, one after the other.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 360_000,
          hookTimeout: 900_000,
          // A busy host takes a while to show what it was told.
          expect: { poll: { timeout: 30_000, interval: 200 } },
        },
      },
      {
        test: {
          name: "sandbox",
          include: ["tests/sandbox/**/*.test.ts"],
          globalSetup: "tests/sandbox/setup.ts",
          // One sandbox, one stack: the files share both, one after the other.
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 600_000,
          hookTimeout: 900_000,
          // A busy host takes a while to show what it was told.
          expect: { poll: { timeout: 30_000, interval: 200 } },
        },
      },
    ],
  },
});
