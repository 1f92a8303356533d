import { expect, test } from "vitest";
import { stateSize } from "../../bench/state-size";

test("a host with a PostgreSQL server takes less than 21 KiB of the state", async () => {
  const { commands } = await stateSize(1);
  expect(commands.clear + commands.encrypted).toBeLessThan(21 * 1024);
  // The least that it can be: four connections, in and out.
  expect(commands.encrypted).toBeGreaterThan(6 * 1024);
});
