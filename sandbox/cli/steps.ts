import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

import { Listr, type ListrTask, PRESET_TIMER } from "listr2";

import type { Say } from "./say.js";

/** A part of the work that a person sees: its progress, its time, and what to do when it fails. */
export interface Step<T> {
  readonly title: string;
  /** Names the log file: `logs/<part>.log`. */
  readonly part: string;
  /** What a person can do where the step fails and its error does not say. */
  readonly remedy: string;
  readonly run: (say: Say) => Promise<T>;
}

/** A step that failed, in words for a person. */
class StepError extends Error {
  constructor(step: Step<unknown>, cause: unknown, log: string) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${step.title}: ${reason}\n\nWhat to do: ${step.remedy}\nLog: ${log}`, { cause });
  }
}

export async function one<T>(folder: string, step: Step<T>): Promise<T> {
  const [result] = await together(folder, [step]);
  return result;
}

/** Runs a step that speaks to the person itself; its title and time frame what it prints. */
export async function shown(
  folder: string,
  step: Omit<Step<void>, "run"> & { run: () => Promise<void> },
): Promise<void> {
  const start = Date.now();
  console.log(`\n❯ ${step.title}`);
  try {
    await step.run();
  } catch (error) {
    throw new StepError(step, error, logFile(folder, step.part));
  }
  console.log(`✔ ${step.title} [${Math.round((Date.now() - start) / 1000)}s]`);
}

/**
 * Runs the steps at the same time. Where one fails the others still finish: what they made is there for the next run.
 *
 * @param folder the instance's.
 * @throws StepError of the first that failed.
 */
export async function together<T extends unknown[] | []>(
  folder: string,
  steps: { [K in keyof T]: Step<T[K]> },
): Promise<T> {
  const results: unknown[] = [];
  const failures: StepError[] = [];
  const tasks = steps.map((step, index): ListrTask => {
    const log = logFile(folder, step.part);
    return {
      title: step.title,
      task: async (_, task) => {
        const say: Say = (line) => {
          task.output = line;
          appendFileSync(log, `${new Date().toISOString()} ${line}\n`);
        };
        try {
          results[index] = await step.run(say);
        } catch (error) {
          appendFileSync(log, `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
          failures.push(new StepError(step, error, log));
          throw new Error("failed", { cause: error });
        }
      },
    };
  });
  await new Listr(tasks, {
    concurrent: true,
    exitOnError: false,
    rendererOptions: { timer: PRESET_TIMER, showErrorMessage: false, collapseErrors: false },
    fallbackRendererOptions: { timer: PRESET_TIMER },
  }).run();
  const [first] = failures;
  if (first) throw first;
  return results as T;
}

/** `logs/<part>.log` in the instance's folder. */
export function logFile(folder: string, part: string): string {
  const logs = path.join(folder, "logs");
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  return path.join(logs, `${part}.log`);
}
