import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageScript } from "../../../components/agent/scripts";

const KEYS = path.join(__dirname, "../../../components/agent/keys.sh");
const noGpg = spawnSync("gpg", ["--version"]).status !== 0;

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "lookout-keys-"));
  fs.mkdirSync(path.join(folder, "gnupg"), { mode: 0o700 });
});
afterAll(() => {
  if (!noGpg) spawnSync("gpgconf", ["--homedir", path.join(folder, "gnupg"), "--kill", "gpg-agent"]);
  fs.rmSync(folder, { recursive: true });
});

function gpg(...args: string[]): Buffer {
  return spawnSync("gpg", ["--homedir", path.join(folder, "gnupg"), "--batch", "--quiet", ...args]).stdout;
}

/** What the script says with this file of keys, in its folder. */
function said(call: string, bytes: Buffer): { code: number | null; said: string } {
  fs.writeFileSync(path.join(folder, "key"), bytes);
  const program = `set -eu; scratch=$1; lookout_host=db1; fail() { echo "$*"; exit 1; }; . "$2"; fingerprints=$3; ${call}`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", program, "sh", folder, KEYS, "A".repeat(40)], {
    encoding: "utf8",
  });
  return { code: status, said: `${stdout}${stderr}`.trim() };
}

test.skipIf(noGpg).each(["ed25519", "rsa1024", "rsa4096", "dsa2048", "nistp256"])(
  "a key's fingerprint is what gpg says: %s",
  (kind) => {
    gpg("--passphrase", "", "--quick-generate-key", `of ${kind}`, kind, "sign", "never");
    const [, expected] = /^fpr:+(\w+):/m.exec(gpg("--with-colons", "--fingerprint", `of ${kind}`).toString()) ?? [];
    const bytes = gpg("--export", `of ${kind}`);
    expect(said('fingerprints_of "$scratch/key"', bytes)).toEqual({ code: 0, said: expected });
    expect(said('is_trusted "$scratch/key" there', bytes)).toEqual({
      code: 1,
      said: `db1: there has the fingerprint ${expected}, which is none of those expected; it is not trusted`,
    });
  },
);

test.skipIf(noGpg)("each of several keys in one file is looked at", () => {
  const all = gpg("--export");
  expect(said('fingerprints_of "$scratch/key"', all).said.split("\n")).toHaveLength(5);
});

test.each([
  ["nothing", ""],
  ["a text", "not a key"],
  ["half of a packet", "\u0099\u0001\u000dabc"],
])("%s has no fingerprint, is not trusted, and that is said", (_, text) => {
  const { code, said: words } = said('is_trusted "$scratch/key" there', Buffer.from(text, "latin1"));
  expect(code).toBe(1);
  expect(words).toContain("the fingerprint of there can't be computed here, so it is not trusted");
});

const mirror = { url: "https://mirror.example.com/", keys: ["https://mirror.example.com/key"] };
const bodies = (repository: Parameters<typeof packageScript>[0]["repository"]) =>
  packageScript({ version: "1:7.70.1-1", repository, packageWaitSeconds: 1 }).bodies ?? {};

test("Datadog's keys are known by their fingerprints, a mirror's by those that are given", () => {
  const theirs = bodies(mirror);
  expect(theirs["fingerprints/apt"]).toBe("");
  expect(theirs["fingerprints/dnf"]?.split("\n")).toContain("7408BFD56BC5BF0C361AAAE85D88EEA3B01082D3");
  const spaced = ` ${"abcd ".repeat(10)}`.trim();
  expect(bodies({ ...mirror, fingerprints: [spaced] })["fingerprints/apt"]).toBe("ABCD".repeat(10));
});
