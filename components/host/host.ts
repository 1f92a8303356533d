import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { resourceError } from "../../user-error";
import { type ConnectionArgs, connectionInputs, whereOf } from "./connection";
import { explainFailure, type Where } from "./failure";
import { printedByScript, runAgain } from "./mark";
import { commandInput, commandText, type Scripts, ScriptTooLongError } from "./script";

export interface HostArgs extends ConnectionArgs {
  /** What SSH connects to: an address or a name; of a machine that the same stack makes, its output. */
  readonly address: pulumi.Input<string>;
  /** root, or a user whom sudo lets become root. */
  readonly user: string;
  /** What sudo asks the user for. @default it asks for nothing */
  readonly sudoPassword?: pulumi.Input<string> | undefined;
  /** Another text lays everything anew. @default as it was laid */
  readonly rebuilt?: string | undefined;
  /** The machine is no more: its commands stay as the state has them, and are forgotten, not undone. @default false */
  readonly gone?: boolean | undefined;
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
  readonly address: pulumi.Output<string>;
  private readonly connection: command.types.input.remote.ConnectionArgs;
  private readonly failure: pulumi.ErrorHook;
  /** Names: a login that runs one of them badly runs none well. */
  private readonly commands: string[] = [];
  /** What makes every command of the host another one. */
  private readonly identity: readonly pulumi.Input<string>[];
  private readonly sudoPassword: pulumi.Input<string> | undefined;
  private readonly keeping: pulumi.CustomResourceOptions;

  constructor(
    private readonly host: string,
    args: HostArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("lookout:host:Host", host, {}, opts);
    this.address = pulumi.output(args.address);
    this.connection = connectionInputs(args);
    this.sudoPassword = args.sudoPassword;
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
    this.failure = failureHook(host, whereOf(host, args));
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
        stdin: this.input(args),
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

  private input(args: HostCommandArgs): pulumi.Output<string> {
    const { secrets = {} } = args;
    const whole = pulumi
      .all([pulumi.all(secrets), this.sudoPassword])
      .apply(([known, sudoPassword]) => commandInput(args, known, { sudoPassword }));
    return pulumi.secret(whole);
  }
}

/** Says what the plugin's words mean; where the program does not run, as in `pulumi destroy`, they stand alone. */
function failureHook(host: string, where: Promise<Where>): pulumi.ErrorHook {
  return new pulumi.ErrorHook(`${host}-failure`, async ({ errors }) => {
    const explanation = explainFailure(errors[0] ?? "", await where);
    if (explanation !== undefined) await pulumi.log.error(explanation);
    return false;
  });
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
