import type { Way } from "../../settings/login";

/** Where somebody logs in, for messages. */
interface Place {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly ways: readonly Way[];
}

/** Where a command runs, for messages. */
export interface Where extends Place {
  readonly host: string;
  readonly bastion?: Place | undefined;
}

/** What to type once the cause is mended; the end of every sentence. */
const NEXT = "Then run: pulumi up";

/**
 * What a failure means and what to do: the plugin's own words name neither host nor remedy.
 *
 * Only the plugin's own words are read, and what was printed where no script ran; never the command's text between them,
 * which says anything.
 *
 * @param error as the plugin (golang.org/x/crypto/ssh) says it: `reason: running "text":\noutput` once it has run a text.
 * @returns nothing where the script itself has said what was wrong, as the last line of what it printed.
 */
export function explainFailure(error: string, { host, bastion, ...own }: Where): string | undefined {
  const through = bastion === undefined ? "" : ` through ${bastion.user}@${bastion.address}:${bastion.port}`;
  const where = `${host} (${own.user}@${own.address}:${own.port}${through})`;
  const ran = /^([^]*?): running "(?:[^"\\]|\\[^])*":\n?([^]*)$/.exec(error);
  // Of a key or an agent it is not said whose: a bastion may have the same.
  const unreachedHost = () =>
    unreadable(error) ?? (bastion === undefined ? unreached(error, own) : unreachedThrough(error, own, bastion));
  const problem = ran === null ? unreachedHost() : ranBadly(ran[1] ?? "", ran[2] ?? "", host);
  return problem === undefined ? undefined : `${where}: ${problem}. ${NEXT}`;
}

/** Of a text that was handed to the login shell. */
function ranBadly(reason: string, output: string, host: string): string | undefined {
  if (
    /without exit status or exit signal|EOF|context (canceled|deadline exceeded)|connection (lost|reset)/.test(reason)
  ) {
    return (
      "the connection ended in the middle of the script, which may still run there; what it has done is kept, and the " +
      "next run waits for it"
    );
  }
  const lines = output.split("\n").filter((line) => line.trim() !== "");
  if (lines.some((line) => line.startsWith(`${host}: `))) return undefined;
  if (/\brestricted\b/.test(output)) {
    return "the user's login shell is a restricted one and runs no script; give the user another (chsh -s /bin/bash)";
  }
  const signal = /from signal (\w+)/.exec(reason)?.[1];
  if (signal !== undefined) {
    return `the script was ended there by signal ${signal}; look why (journalctl -k says when memory ran out)`;
  }
  const printed = lines.at(-1)?.slice(0, 200);
  const status = /Process exited with status \d+/.exec(reason)?.[0].replace("Process", "it") ?? reason;
  return printed === undefined
    ? `the script was ended without a word (${status}); see whether somebody ended it, or the login shell runs no command`
    : `the script was ended (${status}); the last that was printed: ${printed}`;
}

/** Of a host behind a bastion. The plugin's words are the same of both, but for what the bastion itself answers. */
function unreachedThrough(error: string, own: Place, bastion: Place): string | undefined {
  if (/administratively prohibited|open failed/.test(error)) {
    return "the bastion forwards no connection; set AllowTcpForwarding yes in its sshd_config, and see what PermitOpen allows";
  }
  if (/rejected: connect failed|connect failed/.test(error)) {
    return "the bastion can't reach it; check that sshd runs there, its address and port, and the firewall between the two";
  }
  if (/dial tcp|lookup /.test(error)) {
    const problem = unreached(error, bastion);
    return problem === undefined ? undefined : `of the bastion: ${problem}`;
  }
  const problem = unreached(error, own);
  return problem === undefined
    ? undefined
    : `${problem} (the host's or the bastion's: what went wrong does not say which)`;
}

/** Of what somebody logs in with; nobody was reached yet. */
function unreadable(error: string): string | undefined {
  if (error.includes("dial unix")) {
    return (
      "no SSH agent answers at the socket that sshAgent or the environment's SSH_AUTH_SOCK names, and it is asked even where " +
      "there is a key; start it, or log in anew, or unset SSH_AUTH_SOCK"
    );
  }
  if (error.includes("passphrase protected")) return "privateKey has a passphrase; set privateKeyPassword to it";
  if (/decryption password|bad passphrase/.test(error)) {
    return "privateKeyPassword does not open privateKey; set it to the key's passphrase (ssh-keygen -y -f KEY asks for it)";
  }
  if (/not an encrypted key|not password protected/.test(error))
    return "privateKey has no passphrase; take privateKeyPassword out";
  if (/no key found|cannot decode|unknown cipher|unhandled key type|parse private key|passphrase/.test(error)) {
    return "ssh.privateKey can't be read; expected an OpenSSH private key, whole (ssh-keygen -y -f KEY reads it)";
  }
  return undefined;
}

/** Why a login is refused, by what it was tried with. */
function refused({ user, ways }: Place): string {
  const keys = `~${user}/.ssh/authorized_keys`;
  const mended = {
    privateKey: `that ${keys} has the public key of ssh.privateKey`,
    password: "the password, and that its sshd_config says PasswordAuthentication yes",
    sshAgent: `that SSH_AUTH_SOCK is set where pulumi runs, and the agent has a key (ssh-add -l) that is in ${keys}`,
  };
  return `the login was refused; check the user, and ${ways.map((way) => mended[way]).join("; and ")}`;
}

/** Of a host that no text was handed to. */
function unreached(error: string, place: Place): string | undefined {
  if (error.includes("host key mismatch")) {
    return (
      "the host shows another key than the pinned one. If it was rebuilt, set its hostKey to the line in " +
      "its /etc/ssh/ssh_host_ed25519_key.pub; if not, something else answers at its address: do not go on"
    );
  }
  if (error.includes("no common algorithm for host key")) {
    return "the host does not offer the pinned kind of key; set its hostKey to its ed25519 or ecdsa one";
  }
  if (error.includes("Too many authentication failures")) {
    return (
      "sshd ends the login before the agent has tried all of its keys (MaxAuthTries); let the agent have fewer (ssh-add -d), " +
      "or set privateKey"
    );
  }
  if (/subsystem request failed|version packet/.test(error)) {
    return (
      "the login works and its SFTP, by which the scripts come, does not; set Subsystem sftp internal-sftp in its " +
      "sshd_config, let ~/.bashrc print nothing and not exit, or set sftp: false of this host"
    );
  }
  const [copying] = /failed to (?:stat|create|write|copy) [^]*/.exec(error) ?? [];
  if (copying !== undefined) {
    return `the scripts can't be copied into the home of ${place.user} (${copying.trim()}); make room there, and let the user write in it, or set sftp: false of this host`;
  }
  if (error.includes("unable to authenticate")) return refused(place);
  if (error.includes("connection refused")) {
    return "nothing listens there; check that sshd runs (systemctl status ssh) and its port";
  }
  if (/no such host|lookup /.test(error)) return "the name is unknown; check the address, or write the IP";
  if (/timeout|timed out|no route|unreachable|deadline exceeded|dial tcp/.test(error)) {
    return "no answer; check that the host is up, its address, and the firewall between";
  }
  if (/handshake failed|EOF|connection reset/.test(error)) {
    return "the connection ended before the login; check that sshd answers there (MaxStartups, fail2ban, a firewall)";
  }
  return undefined;
}
