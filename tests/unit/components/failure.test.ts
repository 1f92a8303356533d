import { expect, test } from "vitest";
import { explainFailure } from "../../../components/host/failure";

const WHERE = { host: "db1", address: "192.0.2.1", port: 22, user: "admin", ways: ["privateKey" as const] };

const BEHIND = { ...WHERE, bastion: { address: "192.0.2.9", port: 2222, user: "jump", ways: ["sshAgent" as const] } };

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
  ["ssh: subsystem request failed", /its SFTP, .*, does not; .* or set sftp: false/],
  ["error receiving version packet from server: packet too long", /let ~\/\.bashrc print nothing/],
  [
    "failed to create remote file .lookout-db1: permission denied",
    /home of admin \(failed to create remote file \.lookout-db1: permission denied\); /,
  ],
])("%s names host, meaning and remedy", (error, words) => {
  expect(explainFailure(error, WHERE)).toMatch(/^db1 \(admin@192\.0\.2\.1:22\): /);
  expect(explainFailure(error, WHERE)).toMatch(words);
});

test.each([
  ["ssh: this private key is passphrase protected", /privateKey has a passphrase; set privateKeyPassword to it/],
  ["x509: decryption password incorrect", /privateKeyPassword does not open privateKey; .*ssh-keygen -y/],
  ["ssh: key is not password protected", /privateKey has no passphrase; take privateKeyPassword out/],
  ["ssh: not an encrypted key", /privateKey has no passphrase; take privateKeyPassword out/],
  ["dial unix /tmp/gone: connect: no such file or directory", /no SSH agent answers at the socket .*SSH_AUTH_SOCK/],
  ["ssh: disconnect, reason 2: Too many authentication failures", /before the agent has tried all of its keys/],
])("of what somebody logs in with, %s is told with its remedy, behind a bastion as well", (error, words) => {
  expect(explainFailure(error, WHERE)).toMatch(words);
  const behind = explainFailure(`proxy: ${error}`, { ...WHERE, bastion: BEHIND.bastion });
  expect(behind).toMatch(words);
});

test.each([
  ["password" as const, /the password, and that its sshd_config says PasswordAuthentication yes/],
  ["sshAgent" as const, /that SSH_AUTH_SOCK is set where pulumi runs, and the agent has a key \(ssh-add -l\)/],
])("a login refused by %s says what to look at", (way, words) => {
  const error = "ssh: unable to authenticate, attempted methods [none]";
  expect(explainFailure(error, { ...WHERE, ways: [way] })).toMatch(words);
});

test("where the script itself has said what was wrong, nothing is added", () => {
  expect(explainFailure('Process exited with status 1: running "…":\ndb1: no disk', WHERE)).toBeUndefined();
});

// A text may say anything: each word by which a connection's failure is known, and quotes.
const TEXT = String.raw`ssh: unable to authenticate timeout EOF \"dial tcp\" db1: \\ no key found restricted sudo`;

// field/faults.md 14, 16
test.each([
  ["wait: remote command exited without exit status or exit signal", "begun", /the connection ended in the middle/],
  ["Process exited with status 137 from signal KILL", "", /ended there by signal KILL/],
  ["Process exited with status 143", "", /without a word \(it exited with status 143\)/],
  ["Process exited with status 1", "rbash: line 3: set: restricted\n", /login shell is a restricted one/],
  ["Process exited with status 1", "This account is currently not available.\n", /: This account is currently not/],
])("of %s, which printed %j, only that is read and not the command's text", (reason, output, words) => {
  const explanation = explainFailure(`${reason}: running "${TEXT}":\n${output}`, WHERE);
  expect(explanation).toMatch(words);
  expect(explanation).toMatch(/^db1 \(admin@192\.0\.2\.1:22\): [^]*\. Then run: pulumi up$/);
});

test("what the script said is not explained a second time, whatever its text says", () => {
  const error = `Process exited with status 1: running "${TEXT}":\nnoise\ndb1: no disk. Then run: pulumi up\n`;
  expect(explainFailure(error, WHERE)).toBeUndefined();
});

test.each([
  ["dial tcp 192.0.2.9:2222: connect: connection refused", /: of the bastion: nothing listens there; /],
  ["dial tcp: lookup jump.example.com: no such host", /: of the bastion: the name is unknown/],
  ["ssh: rejected: connect failed (Connection refused)", /: the bastion can't reach it; /],
  [
    "ssh: rejected: administratively prohibited (open failed)",
    /: the bastion forwards no connection; .*AllowTcpForwarding/,
  ],
  [
    "ssh: handshake failed: ssh: host key mismatch",
    /another key than the pinned one\. .*\(the host's or the bastion's: /,
  ],
  [
    "ssh: unable to authenticate, attempted methods [none]",
    /refused; check the user, .*\(the host's or the bastion's: /,
  ],
])("behind a bastion %s is told with both, and whose it is where that is known", (error, words) => {
  const explanation = explainFailure(`proxy: after 2 failed attempts: ${error}`, BEHIND);
  expect(explanation).toMatch(
    /^db1 \(admin@192\.0\.2\.1:22 through jump@192\.0\.2\.9:2222\): [^]*\. Then run: pulumi up$/,
  );
  expect(explanation).toMatch(words);
});

test("what ran behind a bastion is told as it is of any host", () => {
  const error = 'Process exited with status 143: running "x":\n';
  expect(explainFailure(error, BEHIND)).toMatch(
    /through jump@192\.0\.2\.9:2222\): the script was ended without a word/,
  );
});
