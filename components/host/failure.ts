/** Where a command runs, for messages. */
export interface Where {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly user: string;
}

/**
 * What an SSH failure means and what to do: the plugin's own words name neither host nor remedy.
 *
 * @param error as the plugin (golang.org/x/crypto/ssh) says it.
 * @returns nothing where the host was reached: then the script itself has said what was wrong.
 */
export function explainFailure(error: string, { host, address, port, user }: Where): string | undefined {
  // The error holds the whole command, whose text says anything.
  if (/Process exited with (status|signal)/.test(error)) return undefined;
  const where = `${host} (${user}@${address}:${port})`;
  if (error.includes("host key mismatch")) {
    return (
      `${where}: the host shows another key than the pinned one. If it was rebuilt, set its hostKey to the line in ` +
      "its /etc/ssh/ssh_host_ed25519_key.pub; if not, something else answers at its address: do not go on"
    );
  }
  if (error.includes("no common algorithm for host key")) {
    return `${where}: the host does not offer the pinned kind of key; set its hostKey to its ed25519 or ecdsa one`;
  }
  if (/no key found|cannot decode|parse private key|passphrase/.test(error)) {
    return `${where}: ssh.privateKey can't be read; expected an OpenSSH private key without a passphrase`;
  }
  if (error.includes("unable to authenticate")) {
    return `${where}: the login was refused; check the user, and that ~${user}/.ssh/authorized_keys has the public key of ssh.privateKey`;
  }
  if (error.includes("connection refused")) {
    return `${where}: nothing listens there; check that sshd runs (systemctl status ssh) and its port`;
  }
  if (/no such host|lookup /.test(error)) return `${where}: the name is unknown; check the address, or write the IP`;
  if (/timeout|timed out|no route|unreachable|deadline exceeded|dial tcp/.test(error)) {
    return `${where}: no answer; check that the host is up, its address, and the firewall between`;
  }
  return undefined;
}
