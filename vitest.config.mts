import { defineConfig } from "vitest/config";

/** The fast tests stand beside what they test in the sandbox, and below tests/ for the product. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["tests/{unit,components,plans}/**/*.test.ts", "sandbox/**/*.test.ts"],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: "sandbox",
          include: ["tests/sandbox/**/*.test.ts"],
          globalSetup: "tests/sandbox/setup.ts",
          // One sandbox, one stack: the files share both, in the order of their names.
          poolOptions: { forks: { singleFork: true } },
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
    ],
  },
});
