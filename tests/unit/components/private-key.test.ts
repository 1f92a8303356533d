import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readKeyText } from "../../../components/host/private-key";

const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-keys-"));
afterAll(() => {
  fs.rmSync(folder, { recursive: true });
});

/** As ssh-keygen writes it. */
function made(name: string, passphrase: string, ...options: string[]): string {
  const file = path.join(folder, name);
  execFileSync("ssh-keygen", ["-q", "-N", passphrase, "-f", file, ...options]);
  return fs.readFileSync(file, "utf8");
}

let keys: Record<string, string> = {};
beforeAll(() => {
  keys = {
    plain: made("plain", "", "-t", "ed25519"),
    encrypted: made("encrypted", "hunter2", "-t", "ed25519"),
    pem: made("pem", "", "-t", "ecdsa", "-m", "PEM"),
    "encrypted pem": made("encrypted-pem", "hunter2", "-t", "rsa", "-b", "2048", "-m", "PEM"),
    "encrypted pkcs8": made("encrypted-pkcs8", "hunter2", "-t", "rsa", "-b", "2048", "-m", "PKCS8"),
    public: fs.readFileSync(path.join(folder, "plain.pub"), "utf8"),
  };
});

test.each([
  ["plain", { is: "key", encrypted: false }],
  ["encrypted", { is: "key", encrypted: true }],
  ["pem", { is: "key", encrypted: undefined }],
  ["encrypted pem", { is: "key", encrypted: true }],
  ["encrypted pkcs8", { is: "other", problem: expect.stringMatching(/in PKCS#8, .*ssh-keygen -p -f KEY/) as string }],
  ["public", { is: "other", problem: expect.stringMatching(/^is the public key; expected the private one/) as string }],
])("a key that is %s is known by its text, with CR LF at its lines' ends, too", (name, expected) => {
  expect(readKeyText(keys[name] ?? "")).toEqual(expected);
  expect(readKeyText((keys[name] ?? "").replaceAll("\n", "\r\n"))).toEqual(expected);
});

test.each([
  [
    "PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n",
    /PuTTY's format \(\.ppk\); .*puttygen KEY\.ppk -O private/,
  ],
  ["---- BEGIN SSH2 PUBLIC KEY ----\nAAAA\n", /^is the public key/],
  ["-----BEGIN PUBLIC KEY-----\nAAAA\n", /^is the public key/],
  ["~/.ssh/id_ed25519", /^is not a private key; expected -----BEGIN OPENSSH PRIVATE KEY-----$/],
  ["-----BEGIN CERTIFICATE-----\nAAAA\n", /^is not a private key/],
])("%j is told what it is", (text, problem) => {
  expect(readKeyText(text)).toEqual({ is: "other", problem: expect.stringMatching(problem) as string });
});

test("a text that only begins as a key is left to whoever opens it", () => {
  const text = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n";
  expect(readKeyText(text)).toEqual({ is: "key", encrypted: undefined });
});
