import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { resourceError } from "../../user-error";
import { bundle, bundlePlace, type CopiedScripts, copiedInput, copiedScripts, copiedText } from "./bundle";
import { type ConnectionArgs, connectionInputs, whereOf } from "./connection";
import { explainFailure, type Where } from "./failure";
import { printedByScript, runAgain } from "./mark";
import { commandInput, commandText, type Scripts, ScriptTooLongError } from "./script";
import { temporaryFile } from "./temporary";

export interface HostArgs extends ConnectionArgs {
  /** What SSH connects to: an address or a name; of a machine that the same stack makes, its output. */
  readonly address: pulumi.Input<string>;
  /** root, or a user whom sudo lets become root. */
  readonly user: string;
  /** What sudo asks the user for. @default it asks for nothing */
  readonly sudoPassword?: pulumi.Input<string> | undefined;
  /**
   * Whether the commands' scripts are copied there, out of the state. Where not, each command's input has them.
   *
   * @default true
   */
  readonly sftp?: boolean | undefined;
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

/** As of any resource, but that what it depends on is known: of an output of resources the SDK walks through all that they hold. */
export interface HostCommandOptions extends Omit<pulumi.CustomResourceOptions, "dependsOn"> {
  dependsOn?: pulumi.Resource[];
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
  /** What brings the scripts there; none where each command's input has them. */
  private readonly copy: pulumi.Resource | undefined;
  private readonly copied: CopiedScripts[] = [];
  private copiedAll = false;

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
    // A machine that is no more can't have a copy made, nor made anew; the plugin forgets one without asking it.
    this.copy = args.sftp === false || args.gone === true ? undefined : this.copyOfScripts(args);
    this.registerOutputs({ address: this.address });
  }

  /** A command on this host. Another address replaces it, and the old host is cleaned first. */
  command(name: string, args: HostCommandArgs, opts: HostCommandOptions): HostCommand {
    this.commands.push(name);
    const { create, delete: remove, input } = this.sent(name, args);
    return new HostCommand(
      name,
      { host: this.host, again: () => runAgain(this.commands) },
      {
        connection: this.connection,
        create,
        delete: remove,
        stdin: this.input(args, input),
        triggers: [...this.identity, ...(args.identity ?? [])],
        addPreviousOutputInEnv: false,
        logging: command.remote.Logging.Stderr,
      },
      {
        ...opts,
        ...this.keeping,
        ...(this.copy !== undefined && { dependsOn: [this.copy, ...(opts.dependsOn ?? [])] }),
        deleteBeforeReplace: true,
        hooks: { onError: [this.failure] },
      },
    );
  }

  /** A command's texts, and what its input is of its secrets. */
  private sent(name: string, scripts: Scripts): Sent {
    try {
      return this.copy === undefined ? this.sentWhole(name, scripts) : this.sentByDigest(name, scripts);
    } catch (error) {
      if (error instanceof ScriptTooLongError) throw resourceError(error.message, this);
      throw error;
    }
  }

  private input({ secrets = {} }: HostCommandArgs, inputOf: Sent["input"]): pulumi.Output<string> {
    const whole = pulumi
      .all([pulumi.all(secrets), this.sudoPassword])
      .apply(([known, sudoPassword]) => inputOf(known, sudoPassword));
    return pulumi.secret(whole);
  }

  private sentWhole(name: string, scripts: Scripts): Sent {
    return {
      create: commandText(this.host, name, "create", scripts.create),
      delete: commandText(this.host, name, "delete", scripts.delete),
      input: (secrets, sudoPassword) => commandInput(scripts, secrets, { sudoPassword }),
    };
  }

  private sentByDigest(name: string, scripts: Scripts): Sent {
    if (this.copiedAll) throw new Error(`${this.host}: ${name} is declared after the host's scripts were copied`);
    const copied = copiedScripts(name, scripts);
    this.copied.push(copied);
    return {
      create: copiedText(this.host, copied, "create", scripts),
      delete: copiedText(this.host, copied, "delete", scripts),
      input: copiedInput,
    };
  }

  /**
   * The scripts of all commands, in one file, of which the state keeps the digest. It is written once the program, which
   * declares a host and all of its commands in one go, has come to its end or waits.
   */
  private copyOfScripts({ user, port, hostKey }: HostArgs): pulumi.Resource {
    const file = new Promise((resolve) => setImmediate(resolve)).then(() => {
      this.copiedAll = true;
      return temporaryFile(this.host, bundle(this.copied));
    });
    return new command.remote.CopyToRemote(
      `${this.host}-scripts`,
      {
        connection: this.connection,
        source: file.then((path) => new pulumi.asset.FileAsset(path)),
        remotePath: bundlePlace(this.host),
        // Another connection alone copies nothing, and may lead to another home, or to a machine that was rebuilt.
        triggers: [...this.identity, user, port, ...(hostKey === undefined ? [] : [hostKey])],
      },
      { parent: this, hooks: { onError: [this.failure] } },
    );
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

/** What of a command differs with how its scripts come to the host. */
interface Sent {
  readonly create: string;
  readonly delete: string;
  readonly input: (secrets: Readonly<Record<string, string>>, sudoPassword: string | undefined) => string;
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
