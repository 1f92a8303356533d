import { expect, test } from "vitest";
import { readSaid } from "../../../../cli/host-keys/certified";

/** As OpenSSH 9.2 says it, with -v. */
const CERTIFICATE =
  'debug1: Server host certificate: ssh-ed25519-cert-v01@openssh.com SHA256:AbC+/1, serial 0 ID "db1" CA ssh-ed25519 SHA256:CA valid forever';
const PROVED = "debug1: Host 'db1' is known and matches the ED25519-CERT host certificate.";
const GOES_ON = "debug1: SSH2_MSG_SERVICE_ACCEPT received";
const REFUSED = "ops@192.0.2.1: Permission denied (publickey).";

test("a key is believed where its certificate was shown and proved, whatever a bastion showed before", () => {
  const bastion =
    "debug1: Server host key: ssh-ed25519 SHA256:other\ndebug1: Host 'b' is known and matches the ED25519 host key.";
  expect(readSaid([bastion, GOES_ON, CERTIFICATE, PROVED, GOES_ON, REFUSED].join("\n"))).toEqual({
    fingerprint: "SHA256:AbC+/1",
  });
});

test.each([
  [
    "a certificate that was not proved",
    [CERTIFICATE, "Host key verification failed."],
    "Host key verification failed.",
  ],
  ["a plain key that is known", ["debug1: Host 'db1' is known and matches the ED25519 host key.", REFUSED], REFUSED],
  [
    "a certificate of somebody else",
    [CERTIFICATE, PROVED, "Certificate invalid: name is not a listed principal", "Host key verification failed."],
    "Certificate invalid: name is not a listed principal",
  ],
  ["a certificate after which nothing comes", [GOES_ON, CERTIFICATE, PROVED], "no answer"],
  ["nothing", [], "no answer"],
])("of %s nothing is believed", (_, lines, reason) => {
  expect(readSaid(lines.join("\r\n"))).toEqual({ reason });
});
