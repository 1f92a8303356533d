/** What a text says of itself that is to be a private key. */
export type KeyText =
  | { readonly is: "key"; readonly encrypted: boolean | undefined }
  /** Nothing that logs in, and what to do about it. */
  | { readonly is: "other"; readonly problem: string };

/** What somebody else's text is, by how it begins. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [
    /^\s*(ssh-|ecdsa-|sk-)|^\s*-{4,5} ?BEGIN (SSH2 |RSA |EC )?PUBLIC KEY/,
    "is the public key; expected the private one, which is in the file beside it, of the same name without .pub",
  ],
  [
    /^\s*PuTTY-User-Key-File/,
    "is in PuTTY's format (.ppk); expected OpenSSH's: puttygen KEY.ppk -O private-openssh-new -o KEY",
  ],
  [
    /^\s*-----BEGIN ENCRYPTED PRIVATE KEY-----/,
    "is an encrypted key in PKCS#8, which the provider does not open; expected OpenSSH's format: ssh-keygen -p -f KEY writes it",
  ],
  [
    /^\s*-----BEGIN SSH2 ENCRYPTED PRIVATE KEY-----|^\s*---- BEGIN SSH2 ENCRYPTED/,
    "is in ssh.com's format; expected OpenSSH's: ssh-keygen -i -f KEY prints it",
  ],
];

const BEGIN = /^\s*-----BEGIN (?:OPENSSH |RSA |EC |DSA )?PRIVATE KEY-----\r?\n/;

/**
 * What a text is, as far as can be seen without its passphrase.
 *
 * @see https://cvsweb.openbsd.org/src/usr.bin/ssh/PROTOCOL.key for OpenSSH's own form, in which the cipher comes first.
 */
export function readKeyText(text: string): KeyText {
  const other = OTHERS.find(([begin]) => begin.test(text))?.[1];
  if (other !== undefined) return { is: "other", problem: other };
  if (!BEGIN.test(text))
    return { is: "other", problem: "is not a private key; expected -----BEGIN OPENSSH PRIVATE KEY-----" };
  if (/^Proc-Type: 4,ENCRYPTED/m.test(text)) return { is: "key", encrypted: true };
  const [, type = ""] = /-----BEGIN (OPENSSH )?PRIVATE KEY-----/.exec(text) ?? [];
  return { is: "key", encrypted: type === "" ? undefined : encryptedOpenSsh(text) };
}

const MAGIC = "openssh-key-v1\0";

/** Undefined where the text is no such key: whoever opens it says so. */
function encryptedOpenSsh(text: string): boolean | undefined {
  const bytes = Buffer.from(text.replace(/-----[^-]*-----/g, ""), "base64");
  if (bytes.toString("latin1", 0, MAGIC.length) !== MAGIC || bytes.length < MAGIC.length + 8) return undefined;
  const length = bytes.readUInt32BE(MAGIC.length);
  const begin = MAGIC.length + 4;
  return bytes.toString("latin1", begin, begin + length) !== "none";
}
