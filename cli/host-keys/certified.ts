import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { KINDS } from "../../settings/known-hosts";

/** A host that a certificate authority may have vouched for. */
export interface HostPlace {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly bastion?: { readonly address: string; readonly port: number; readonly user: string } | undefined;
}

/** Why no key is to be believed. */
export class UncertifiedError extends Error {}

const CONNECT_SECONDS = 10;

/**
 * The plain host key of a host whose certificate an authority has signed: for its address or its name, and valid now.
 * OpenSSH's own client proves that, as it does at a login; nobody logs in.
 *
 * @param authorities public keys of authorities, or lines with `@cert-authority`.
 * @returns `ssh-ed25519 AAAA…`.
 * @throws UncertifiedError
 */
export async function certifiedKey(host: HostPlace, authorities: readonly string[]): Promise<string> {
  const folder = fs.mkdtempSync(path.join(tmpdir(), "lookout-host-keys-"));
  try {
    const trusted = path.join(folder, "authorities");
    fs.writeFileSync(trusted, authorities.map(asKnown).join(""));
    const fingerprint = await provedFingerprint(host, trusted);
    const key = await plainKey(host, path.join(folder, "shown"));
    if (key !== undefined && fingerprintOf(key) === fingerprint) return key;
    throw new UncertifiedError(
      "it shows another key than the one that its certificate is of; expected both in its sshd_config",
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

function asKnown(line: string): string {
  return line.startsWith("@cert-authority ") ? `${line}\n` : `@cert-authority * ${line}\n`;
}

async function provedFingerprint(host: HostPlace, trusted: string): Promise<string> {
  const algorithms = KINDS.map((kind) => `${kind}-cert-v01@openssh.com`).join(",");
  // Certificates are of names, and settings may have addresses.
  const names = [...new Set([host.address, host.name])];
  let said: Said = { reason: "" };
  for (const name of names) {
    said = readSaid(await handshake(host, { algorithms, known: trusted, strict: "yes", name }));
    if ("fingerprint" in said) return said.fingerprint;
    if (!said.reason.includes("not a listed principal")) break;
  }
  throw new UncertifiedError(inWords("reason" in said ? said.reason : "", names));
}

async function plainKey(host: HostPlace, shown: string): Promise<string | undefined> {
  const name = "host";
  await handshake(host, { algorithms: KINDS.join(","), known: shown, strict: "accept-new", name });
  const text = fs.existsSync(shown) ? fs.readFileSync(shown, "utf8") : "";
  const [, kind = "", key = ""] = text.trim().split(/\s+/);
  return key === "" ? undefined : `${kind} ${key}`;
}

interface Handshake {
  readonly algorithms: string;
  /** A file of known hosts, which has what is believed. */
  readonly known: string;
  readonly strict: "yes" | "accept-new";
  /** What the certificate must be of. */
  readonly name: string;
}

/** What `ssh -v` says of a login that nobody tries: no way to log in is offered. */
function handshake(
  { address, port, bastion }: HostPlace,
  { algorithms, known, strict, name }: Handshake,
): Promise<string> {
  const options = [
    ...["BatchMode=yes", "PreferredAuthentications=none", `ConnectTimeout=${CONNECT_SECONDS}`, "ControlPath=none"],
    ...[`StrictHostKeyChecking=${strict}`, `UserKnownHostsFile=${known}`, "GlobalKnownHostsFile=/dev/null"],
    ...["KnownHostsCommand=none", "VerifyHostKeyDNS=no", "UpdateHostKeys=no", "CheckHostIP=no", "HashKnownHosts=no"],
    ...["CanonicalizeHostname=no", `HostKeyAlias=${name}`, `HostKeyAlgorithms=${algorithms}`],
  ];
  const through = bastion === undefined ? [] : ["-J", `${bastion.user}@${bastion.address}:${bastion.port}`];
  const args = ["-v", "-p", String(port), ...through, ...options.flatMap((one) => ["-o", one]), "--", address, "exit"];
  return new Promise((resolve, reject) => {
    execFile("ssh", args, { env: { ...process.env, LC_ALL: "C" }, timeout: 40_000 }, (error, _, stderr) => {
      if (error?.code === "ENOENT") reject(new UncertifiedError("there is no ssh here; install OpenSSH's client"));
      else resolve(stderr);
    });
  });
}

/** The fingerprint of a key whose certificate was proved, or why it was not. */
export type Said = { readonly fingerprint: string } | { readonly reason: string };

/**
 * Whether the certificate was proved: the client goes on after it. That it "is known and matches" it says before it has
 * looked at names and times.
 *
 * @param said by `ssh -v`. The last certificate is the host's; one before it is a bastion's.
 */
export function readSaid(said: string): Said {
  const lines = said.split(/\r?\n/);
  const shown = lines.lastIndexOf(last(lines, "host certificate: "));
  const after = lines.slice(shown + 1);
  const [, fingerprint] = /host certificate: \S+ (SHA256:[A-Za-z0-9+/]+)/.exec(lines[shown] ?? "") ?? [];
  const isOf = (part: string) => after.some((line) => line.includes(part));
  const isProved =
    after.some((line) => /is known and matches the \S+ host certificate\.$/.test(line)) &&
    isOf("SSH2_MSG_SERVICE_ACCEPT received") &&
    !isOf("Certificate invalid") &&
    !isOf("verification failed");
  if (fingerprint !== undefined && isProved) return { fingerprint };
  const reason =
    last(lines, "Certificate invalid: ") ||
    last(lines, "no matching host key type") ||
    last(lines, "Host key verification failed") ||
    (lines.filter((line) => line !== "" && !line.startsWith("debug1: ")).at(-1) ?? "no answer");
  return { reason };
}

function last(lines: readonly string[], part: string): string {
  return lines.filter((line) => line.includes(part)).at(-1) ?? "";
}

function inWords(reason: string, names: readonly string[]): string {
  if (reason.includes("no matching host key type")) {
    return "it has no certificate; expected HostCertificate in its sshd_config";
  }
  if (reason.includes("not a listed principal")) {
    return `its certificate is of neither ${[...names].reverse().join(" nor ")}; expected one of the two among its principals (ssh-keygen -n)`;
  }
  const [, invalid] = /Certificate invalid: (.*)$/.exec(reason) ?? [];
  if (invalid !== undefined) return `its certificate is not valid: ${invalid}`;
  if (reason.includes("verification failed"))
    return "its certificate is not by this CA; see whose it is: ssh-keyscan -c";
  return `it can't be asked: ${reason}`;
}

/** As OpenSSH has it. */
function fingerprintOf(key: string): string {
  const [, base64 = ""] = key.split(" ");
  return `SHA256:${createHash("sha256").update(Buffer.from(base64, "base64")).digest("base64").replace(/=+$/, "")}`;
}
