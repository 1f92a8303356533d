import { type EngineEvent, LocalWorkspace, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { type ChildProcess, spawn } from "node:child_process";
import { withoutColours } from "../ci/events";
import { StackError } from "../stack/stacks";

/** By host, of each check whether it ran without an error. */
export type Checks = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a run of the engine came to. */
export interface Ran {
  /** How many resources by what is done to them, `same` among them. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** In the engine's own order; none where it succeeded. */
  readonly errors: readonly string[];
  /** What the Agents of its hosts proved, of an `up`. */
  readonly checks?: Checks;
}

/** What a fleet wants of Pulumi. */
export interface Engine {
  readonly preview: (stack: string, steps: (count: number) => void) => Promise<Ran>;
  readonly up: (stack: string, steps: (count: number) => void) => Promise<Ran>;
  /** When an `up` last changed something; undefined where none of the latest did. */
  readonly changedAt: (stack: string) => Promise<Date | undefined>;
  /** Has each run end what it is at, and begin nothing more; said a second time, have it end at once. */
  readonly interrupt: () => void;
}

/** So many updates back a change is looked for. */
const UPDATES = 30;

/** The installed Pulumi, by its Automation API. */
export class Automation implements Engine {
  readonly #running = new Set<ChildProcess>();
  #isInterrupted = false;

  /** @param folder the project's. */
  constructor(readonly folder: string) {}

  async preview(name: string, steps: (count: number) => void): Promise<Ran> {
    // Of many hosts it takes a tenth with this; of an `up` it is what a killed one leaves behind.
    return this.#ran(name, { PULUMI_SKIP_CHECKPOINTS: "true" }, steps, async (stack, onEvent) => {
      await stack.preview({ onEvent, color: "never", suppressProgress: true });
      return {};
    });
  }

  async up(name: string, steps: (count: number) => void): Promise<Ran> {
    return this.#ran(name, {}, steps, async (stack, onEvent) => {
      const { outputs } = await stack.up({ onEvent, color: "never", suppressProgress: true, showSecrets: false });
      return { checks: (outputs.checks?.value ?? {}) as Checks };
    });
  }

  async changedAt(name: string): Promise<Date | undefined> {
    const stack = await this.#stack(name, {});
    const updates = await stack.history(UPDATES, 1, false);
    const last = updates.find(({ kind, resourceChanges = {} }) => kind === "update" && isChanged(resourceChanges));
    return last === undefined ? undefined : new Date(last.endTime);
  }

  interrupt(): void {
    this.#isInterrupted = true;
    for (const child of this.#running) child.kill("SIGINT");
  }

  async #ran(
    name: string,
    variables: Record<string, string>,
    steps: (count: number) => void,
    run: (stack: Stack, onEvent: (event: EngineEvent) => void) => Promise<Pick<Ran, "checks">>,
  ): Promise<Ran> {
    const began = performance.now();
    const errors: string[] = [];
    let changes: Ran["changes"] = {};
    let done = 0;
    const onEvent = (event: EngineEvent) => {
      if (event.diagnosticEvent?.severity === "error") errors.push(errorOf(event.diagnosticEvent.message));
      if (event.summaryEvent) changes = event.summaryEvent.resourceChanges;
      if (event.resOutputsEvent) steps(++done);
    };
    const ran = (): Ran => ({ changes, errors, seconds: (performance.now() - began) / 1000 });
    try {
      // What is said of what goes on all the same is no error of the run.
      return { ...(await run(await this.#stack(name, variables), onEvent)), ...ran(), errors: [] };
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      // That it failed is no reason.
      const reasons = errors.filter((one) => !/^(preview|update) (failed|canceled)$/.test(one));
      return { ...ran(), errors: reasons.length > 0 ? reasons : [error.message] };
    }
  }

  async #stack(name: string, envVars: Record<string, string>): Promise<Stack> {
    const workspace = await LocalWorkspace.create({
      workDir: this.folder,
      envVars: { PULUMI_SKIP_UPDATE_CHECK: "true", ...envVars },
      pulumiCommand: await this.#command(),
    });
    // Its own way selects the stack for whoever types `pulumi` here next, and of several at once the last.
    workspace.selectStack = async (stack) => {
      await (await this.#command()).run(["stack", "--show-name", "--stack", stack], this.folder, workspace.envVars);
    };
    return Stack.select(name, workspace);
  }

  #found: Promise<OwnCommand> | undefined;

  /**
   * The CLI on PATH, each run in a process group of its own: a terminal's Ctrl-C reaches the whole group, and a second one,
   * ours, has the engine end at once and leave a lock.
   */
  #command(): Promise<OwnCommand> {
    this.#found ??= PulumiCommand.get().then(
      (found) => Object.assign(found as OwnCommand, { run: this.#run.bind(this) }),
      () => {
        throw new StackError(
          'no usable pulumi is on PATH; install it, or in the sandbox: eval "$(npm run -s sandbox -- env)"',
        );
      },
    );
    return this.#found;
  }

  async #run(args: readonly string[], cwd: string, variables: Record<string, string>): Promise<Printed> {
    // Between two commands of one run, there was nobody to tell.
    if (this.#isInterrupted && ["up", "preview"].includes(args[0] ?? "")) throw new EngineError("not begun");
    const child = spawn("pulumi", [...args, "--non-interactive"], {
      cwd,
      env: { ...process.env, ...variables, PULUMI_AUTOMATION_API: "true" },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    this.#running.add(child);
    const printed = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (text: string) => (printed[stream] += text));
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on("error", reject).on("close", resolve);
    }).finally(() => this.#running.delete(child));
    if (code !== 0) throw new EngineError(reasonIn(printed.stderr, args[0] ?? "", code));
    return { ...printed, code };
  }
}

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Which the SDK keeps for itself. */
type OwnCommand = PulumiCommand & {
  run(args: readonly string[], cwd: string, variables: Record<string, string>): Promise<Printed>;
};

/** What the CLI says with an exit code that is not 0. */
class EngineError extends Error {}

function errorOf(message: string): string {
  const said = withoutColours(message);
  return `${said}${said.includes("unknown stack") ? "; see sharedStack, and what `pulumi stack ls --all` has" : ""}`;
}

function reasonIn(stderr: string, command: string, code: number | null): string {
  const [, said] = /^error: ([^]*)/m.exec(stderr) ?? [];
  return (said ?? stderr).trim() || `pulumi ${command} ended with ${String(code)}`;
}

export function isChanged(changes: Readonly<Record<string, number | undefined>>): boolean {
  return Object.entries(changes).some(([op, count = 0]) => op !== "same" && op !== "read" && count > 0);
}
