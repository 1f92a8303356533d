import { performance } from "node:perf_hooks";
import { expect, test } from "vitest";
import { messageInput, tryMessage } from "../fuzz/message";

test("whatever is written is read or refused, and what is read is printed, rendered and linted", () => {
  const start = performance.now();
  let [tried, read] = [0, 0];
  for (; tried < 5000 && performance.now() - start < 1200; tried++) {
    const text = messageInput(tried);
    try {
      if (tryMessage(text)) read++;
    } catch (error) {
      throw new Error(`seed ${tried}: ${JSON.stringify(text)}`, { cause: error });
    }
  }
  // Else nothing of what was read was tried.
  expect(read).toBeGreaterThan(tried / 20);
});
