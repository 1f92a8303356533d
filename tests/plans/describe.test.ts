import * as path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { markdownText } from "../../cli/describe/markdown";
import { describeStack } from "../../cli/describe/stack";
import { terminalText } from "../../cli/describe/terminal";
import { quietHoursSvg } from "../../cli/describe/week";
import { NOW } from "./environment";

const ROOT = path.join(__dirname, "../..");
const program = async () => (await import("../../index.js")).default();

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
});

afterEach(() => {
  vi.useRealTimers();
});

test(
  "what dev will mean for people is the reviewed text, in a terminal and in a pull request",
  { timeout: 120_000 },
  async () => {
    const description = await describeStack(ROOT, "dev", NOW, program);
    await expect(terminalText(description, { columns: 100, colour: false })).toMatchFileSnapshot("dev.describe.txt");
    await expect(markdownText(description)).toMatchFileSnapshot("dev.describe.md");
    // As `npm run docs` writes it.
    const [hours] = description.quietHours;
    await expect(hours && quietHoursSvg(hours)).toMatchFileSnapshot("../../docs/images/quiet-hours.svg");
  },
);
