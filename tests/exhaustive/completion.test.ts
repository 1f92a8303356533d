import * as path from "node:path";
import { expect, test } from "vitest";
import { stacksIn } from "../../cli/stack/stacks";
import { ended } from "./command-line";

/** What a shell offers for the last of the words. */
async function offered(...words: string[]): Promise<string[]> {
  const { code, out, err } = await ended(["complete", "--", ...words], {});
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out.split("\n").flatMap((line) => (line === "" || line.startsWith(":") ? [] : line.replace(/\t.*/, "")));
}

test("commands, options and the stacks of the folder are completed", { timeout: 120_000 }, async () => {
  expect(await offered("des")).toEqual(["describe"]);
  expect(await offered("describe", "--st")).toEqual(["--stack"]);
  expect(await offered("describe", "--stack", "")).toEqual(stacksIn(path.join(__dirname, "../..")));
});

test.each(["bash", "zsh", "fish", "powershell"])("%s gets its script", { timeout: 120_000 }, async (shell) => {
  const { code, out } = await ended(["completion", shell], {});
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`${shell} completion for lookout`, "i"));
});

test("another shell is refused with those there are", { timeout: 120_000 }, async () => {
  const { code, err } = await ended(["completion", "tcsh"], {});
  expect(code).toBe(1);
  expect(err).toMatch(/'tcsh' is invalid .* zsh, bash, fish, powershell/);
});
