import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { resourceError } from "../../user-error";
import { explainFailure } from "./failure";
import { printedByScript, runAgain } from "./mark";
import { commandInput, commandText, type Scripts, ScriptTooLongError } from "./script";

export interface HostArgs {
  /** What SSH connects to: an address or a name. */
  address: string;
  port: number;
  /** root, or a user whom sudo asks for no password. */
  user: string;
  /** OpenSSH private key without a passphrase. */
  privateKey: pulumi.Input<string>;
  /** The host's public key as in authorized_keys, ed25519 or ecdsa. Without one any host at the address is believed. */
  hostKey?: string | undefined;
  /** Through which alone it is reached. @default none */
  bastion?: BastionArgs | undefined;
  /** Failed attempts to connect before giving up. */
  attempts: number;
  /** How long one attempt to connect may take. */
  attemptSeconds: number;
  /** Another text lays everything anew. @default as it was laid */
  rebuilt?: string | undefined;
  /** The machine is no more: its commands stay as the state has them, and are forgotten, not undone. @default false */
  gone?: boolean;
}

/** A host that forwards connections to others. */
export interface BastionArgs {
  address: string;
  port: number;
  user: string;
  privateKey: pulumi.Input<string>;
  hostKey: string;
}

/** What a host is made to have, and how that is undone. Both must be repeatable. */
export interface HostCommandArgs extends Scripts {
  /** What makes it another thing: a change undoes the old one first, as the host's address does. @default nothing */
  identity?: readonly (string | number)[];
  /** Reach both scripts on standard input. */
  secrets?: Record<string, pulumi.Input<string>>;
}

/** A host that is reached over SSH; the one way in which anything reaches it. */
export class Host extends pulumi.ComponentResource {
  readonly address: string;
  private readonly connection: command.types.input.remote.ConnectionArgs;
  private readonly failure: pulumi.ErrorHook;
  /** Names: a login that runs one of them badly runs none well. */
  private readonly commands: string[] = [];
  /** What makes every command of the host another one. */
  private readonly identity: readonly string[];
  private readonly keeping: pulumi.CustomResourceOptions;

  constructor(
    private readonly host: string,
    args: HostArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("lookout:host:Host", host, {}, opts);
    this.address = args.address;
    // The plugin dials once more than it may fail.
    const patience = { dialErrorLimit: args.attempts - 1, perDialTimeout: args.attemptSeconds };
    const { port, bastion } = args;
    this.connection = {
      host: args.address,
      port,
      user: args.user,
      privateKey: pulumi.secret(args.privateKey),
      ...patience,
      ...(args.hostKey !== undefined && { hostKey: args.hostKey }),
      ...(bastion !== undefined && { proxy: { ...endpoint(bastion), ...patience } }),
    };
    if (args.hostKey === undefined) {
      void pulumi.log.warn(`${host}: any host key is accepted; pin it with hostKey before this host matters`, this);
    }
    this.identity = [args.address, ...(args.rebuilt === undefined ? [] : [args.rebuilt])];
    this.keeping = args.gone === true ? { ignoreChanges: ["*"], retainOnDelete: true } : {};
    if (args.gone === true) {
      void pulumi.log.warn(
        `${host} is declared to be gone: nothing on it is changed; after this run take the host out, or give it its new address and take \`gone\` out`,
        this,
      );
    }
    this.failure = this.failureHook({ host, address: args.address, port, user: args.user, bastion });
    this.registerOutputs({ address: this.address });
  }

  /** A command on this host. Another address replaces it, and the old host is cleaned first. */
  command(name: string, args: HostCommandArgs, opts: pulumi.CustomResourceOptions): HostCommand {
    this.commands.push(name);
    return new HostCommand(
      name,
      { host: this.host, again: () => runAgain(this.commands) },
      {
        connection: this.connection,
        create: this.text(name, "create", args),
        delete: this.text(name, "delete", args),
        stdin: pulumi.secret(pulumi.all(args.secrets ?? {}).apply((secrets) => commandInput(args, secrets))),
        triggers: [...this.identity, ...(args.identity ?? [])],
        addPreviousOutputInEnv: false,
        logging: command.remote.Logging.Stderr,
      },
      { ...opts, ...this.keeping, deleteBeforeReplace: true, hooks: { onError: [this.failure] } },
    );
  }

  private text(name: string, what: keyof Scripts, scripts: Scripts): string {
    try {
      return commandText(this.host, name, what, scripts[what]);
    } catch (error) {
      if (error instanceof ScriptTooLongError) throw resourceError(error.message, this);
      throw error;
    }
  }

  /** Says what the plugin's words mean; where the program does not run, as in `pulumi destroy`, they stand alone. */
  private failureHook(where: Parameters<typeof explainFailure>[1]): pulumi.ErrorHook {
    return new pulumi.ErrorHook(`${where.host}-failure`, async ({ errors }) => {
      const explanation = explainFailure(errors[0] ?? "", where);
      if (explanation !== undefined) await pulumi.log.error(explanation);
      return false;
    });
  }
}

function endpoint({ address, port, user, privateKey, hostKey }: BastionArgs) {
  return { host: address, port, user, privateKey: pulumi.secret(privateKey), hostKey };
}

/** A command that has succeeded where its script came to its end, whatever its login's exit code says. */
export class HostCommand extends command.remote.Command {
  /** What the script printed. */
  readonly printed: pulumi.Output<string>;

  /** @param where its host, and what makes it run again. */
  constructor(
    name: string,
    where: { host: string; again: () => string },
    args: command.remote.CommandArgs,
    opts: pulumi.CustomResourceOptions,
  ) {
    super(name, args, opts);
    this.printed = this.stdout.apply((output) =>
      printedByScript(output, { host: where.host, command: name, again: where.again() }),
    );
  }
}
