import { z } from "zod";
import { besideMistakes } from "../../settings/beside-mistakes";
import { waysOf } from "../../settings/login";
import { port, seconds } from "../../settings/parts";
import { readKeyText } from "./private-key";

/** A host key as a line of authorized_keys; ssh-rsa pins fail against today's OpenSSH, which no longer signs with SHA-1. */
export const hostKey = z
  .string()
  .regex(
    /^(ssh-ed25519|ecdsa-sha2-nistp(256|384|521)) [A-Za-z0-9+/]+=*( .*)?$/,
    'is not a usable host key; expected "ssh-ed25519 AAAA…" or "ecdsa-sha2-nistp256 AAAA…" as in /etc/ssh/ssh_host_ed25519_key.pub; of a CA\'s hosts `lookout host-keys --ca` prints them',
  );

const privateKey = z.string().superRefine((text, context) => {
  const read = readKeyText(text);
  if (read.is === "other") context.addIssue({ code: "custom", message: read.problem });
});

const secret = z.string("is not a text; expected one").min(1, "is empty; expected a text, or none");

const NEITHER = "is neither; expected true, false, or the path of the agent's socket, from / on";
const sshAgent = z.union([z.boolean(), z.string().startsWith("/", NEITHER)], { error: NEITHER });

/** How somebody logs in, of all hosts, of one, of a bastion. */
const login = (whose: string, otherwise: string) => ({
  privateKey: privateKey
    .optional()
    .describe(`Secret. OpenSSH's private key that reaches ${whose}, the text itself.${otherwise}`),
  privateKeyPassword: secret.optional().describe("Secret. The private key's passphrase."),
  password: secret.optional().describe("Secret. The login's password: in place of a key, or where sshd wants both."),
  sshAgent: sshAgent
    .optional()
    .describe(
      "In place of a key: the SSH agent at `SSH_AUTH_SOCK` where pulumi runs, or at the socket of this path. `true`, `/run/deploy/agent.sock`, `false`: none.",
    ),
});

const sudoPassword = secret
  .optional()
  .describe("Secret. What sudo asks the user for; not needed where it asks for none (NOPASSWD).");

/** What of a login can't be meant together, in one block. */
export function loginMistakes(
  { privateKey, privateKeyPassword, sshAgent }: z.output<z.ZodObject<ReturnType<typeof login>>>,
  context: z.core.$RefinementCtx<object>,
): void {
  const say = (key: string, message: string) => {
    context.addIssue({ code: "custom", path: [key], message, input: undefined });
  };
  if (privateKey !== undefined && sshAgent !== undefined && sshAgent !== false) {
    say("sshAgent", "can't be had beside privateKey, after which no other key is tried; expected one of the two");
  }
  if (privateKeyPassword !== undefined && privateKey === undefined) {
    say("privateKeyPassword", "has no privateKey beside it; expected both, or neither");
  }
  const read = privateKey === undefined ? undefined : readKeyText(privateKey);
  if (read?.is !== "key") return;
  if (read.encrypted === true && privateKeyPassword === undefined) {
    say(
      "privateKey",
      "has a passphrase; expected privateKeyPassword beside it, or a key without one, or sshAgent: true",
    );
  }
  if (read.encrypted === false && privateKeyPassword !== undefined) {
    say("privateKeyPassword", "is of a key that has no passphrase; expected none");
  }
}

/** How every host is reached. */
export const ssh = z
  .strictObject({
    ...login("every host", ""),
    sudoPassword,
    attempts: z
      .int()
      .min(1)
      .max(20)
      .default(3)
      .describe(
        "Attempts to connect before giving up. Between two is a pause that grows from 0.1 to 5 seconds: 20 wait a minute for a host that boots.",
      ),
    attemptSeconds: seconds.max(60).default(8).describe("How long one attempt to connect may take."),
  })
  .check(besideMistakes(loginMistakes));

const bastion = z
  .strictObject({
    address: z.string().min(1).describe("An address or a name."),
    port: port.default(22).describe("sshd's."),
    user: z.string().min(1).default("root").describe("Any who may log in and forward connections."),
    hostKey: hostKey.describe("Its public key."),
    ...login("it", " Default: as the host is logged in to."),
  })
  .check(besideMistakes(loginMistakes));

/** How a host is reached, as it, a group or all may say. */
export const reach = {
  port: port.default(22).describe("sshd's."),
  user: z.string().min(1).default("root").describe("root, or a user whom sudo lets become root."),
  ...login("it", " Default: as `ssh` says it."),
  sudoPassword,
  bastion: z
    .union([z.literal(false), bastion], { error: "is neither; expected the bastion's address and hostKey, or false" })
    .optional()
    .describe("A host through which alone SSH reaches it (`ProxyJump`); `false`: none, whatever its groups have."),
};

/** A host's own: root needs no sudo. */
export function reachMistakes(
  host: Parameters<typeof loginMistakes>[0] & { user: string; sudoPassword?: string | undefined },
  context: z.core.$RefinementCtx<object>,
): void {
  loginMistakes(host, context);
  if (host.user === "root" && host.sudoPassword !== undefined) {
    const message = "is of no use to root, as whom this host is logged in to; expected user: NAME beside it, or none";
    context.addIssue({ code: "custom", path: ["sudoPassword"], message, input: undefined });
  }
}

interface Reached {
  readonly hosts: readonly Parameters<typeof waysOf>[0][];
  readonly ssh: Parameters<typeof waysOf>[0];
}

/** A host that nothing logs in to. */
export function* withoutLogin({ hosts, ssh: all }: Reached): Generator<{ path: string[]; message: string }> {
  if (waysOf(all).length > 0 || hosts.every((host) => waysOf(host).length > 0)) return;
  yield {
    path: ["ssh", "privateKey"],
    message: "is missing; expected it, or password, or sshAgent: true, here or at each host",
  };
}
