import { expect, test } from "vitest";
import { explainFailure } from "../../../components/host/failure";

const WHERE = { host: "db1", address: "192.0.2.1", port: 22, user: "admin" };

test.each([
  ["ssh: handshake failed: ssh: host key mismatch", /another key than the pinned one/],
  [
    "ssh: no common algorithm for host key; we offered: [ssh-rsa], peer offered: [ssh-ed25519]",
    /does not offer the pinned kind/,
  ],
  ["ssh: no key found", /can't be read; expected an OpenSSH private key/],
  ["ssh: unable to authenticate, attempted methods [none publickey]", /login was refused; .*authorized_keys/],
  ["dial tcp 192.0.2.1:22: connect: connection refused", /nothing listens there; .*sshd/],
  ["dial tcp 192.0.2.1:22: i/o timeout", /no answer; .*firewall/],
  ["dial tcp 192.0.2.1:22: connect: no route to host", /no answer/],
  ["dial tcp: lookup db9.example.com: no such host", /name is unknown/],
])("%s names host, meaning and remedy", (error, words) => {
  expect(explainFailure(error, WHERE)).toMatch(/^db1 \(admin@192\.0\.2\.1:22\): /);
  expect(explainFailure(error, WHERE)).toMatch(words);
});

test("where the script itself has said what was wrong, nothing is added", () => {
  expect(explainFailure('Process exited with status 1: running "…":\ndb1: no disk', WHERE)).toBeUndefined();
});
