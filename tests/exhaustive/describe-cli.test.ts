import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, expect, test } from "vitest";
import { stacksIn } from "../../cli/stack/stacks";
import { type Ended, ended } from "./command-line";

const ROOT = path.join(__dirname, "../..");

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-describe-"));

// The loader speaks with its parent through a file, and the SDK with its own callbacks over loopback.
fs.writeFileSync(
  path.join(folder, "no-network.cjs"),
  `const { Socket } = require("node:net");
const connect = Socket.prototype.connect;
Socket.prototype.connect = function (...args) {
  const [to] = args.flat();
  if (typeof to === "object" && to.path === undefined && to.host !== "127.0.0.1") throw new Error("the network is asked: " + JSON.stringify(to));
  return connect.apply(this, args);
};`,
);

afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** Without a network. */
function describe(...args: string[]): Promise<Ended> {
  const withoutNetwork = { NODE_OPTIONS: `--require ${path.join(folder, "no-network.cjs")}` };
  return ended(["describe", ...args], withoutNetwork);
}

test(
  "a stack is described without a network, without colours where it is no terminal",
  { timeout: 120_000 },
  async () => {
    const { code, out, err } = await describe("--stack", "dev");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^What the stack dev will mean: \d+ monitors, \d+ dashboards\n\nMONITORS\n/);
    expect(out).toContain(
      "Alerts when the average of my_metric over 5 minutes on a host is above 800, warns above 500;",
    );
    expect(out).not.toContain("\u001b");
  },
);

test("an option that is not known is refused with the nearest", { timeout: 120_000 }, async () => {
  const { code, err } = await describe("--markdwon");
  expect(code).toBe(1);
  expect(err).toBe("error: unknown option '--markdwon'\n(Did you mean --markdown?)\n");
});

test("of two options that say otherwise, none is left out without a word", { timeout: 120_000 }, async () => {
  const { code, err } = await describe("--svg", "week.svg", "--markdown");
  expect(code).toBe(1);
  expect(err).toContain("error: option '--svg <file>' cannot be used with option '--markdown'");
});

test("a file that can't be written is named, with the reason", { timeout: 120_000 }, async () => {
  const file = path.join(folder, "no-network.cjs", "stack.json");
  expect(await describe("--stack", "dev", "--json", file)).toMatchObject({
    code: 1,
    err: `error: ${file} can't be written (EEXIST: file already exists); name another place\n`,
  });
});

test("the version is the package's", { timeout: 120_000 }, async () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8")) as { version: string };
  expect(await ended(["--version"], {})).toMatchObject({ code: 0, out: `${version}\n` });
});

test("a stack that is not there is refused in one line", { timeout: 120_000 }, async () => {
  expect(await describe("--stack", "dve")).toEqual({
    code: 1,
    out: "",
    err: `error: there is no Pulumi.dve.yaml; there are ${stacksIn(ROOT).join(", ")}\n`,
  });
});
