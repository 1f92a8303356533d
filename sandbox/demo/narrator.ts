import { createInterface } from "node:readline/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** Tells the demo, and lets its reader look before it goes on. */
export class Narrator {
  private readonly controller = new AbortController();
  private part = 0;

  /** @param waits whether there is somebody at the terminal who presses Enter. */
  constructor(
    private readonly waits: boolean,
    private readonly parts: number,
  ) {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, this.interrupt);
  }

  /** Fires when the reader has had enough. */
  get interrupted(): AbortSignal {
    return this.controller.signal;
  }

  title(text: string): void {
    this.part += 1;
    console.log(`\n${this.part} of ${this.parts} · ${text}`);
  }

  say(...lines: readonly string[]): void {
    for (const line of lines) console.log(line === "" ? "" : `  ${line}`);
  }

  /** Where to look, and for what. */
  async look(...lines: readonly string[]): Promise<void> {
    this.say(...lines);
    this.interrupted.throwIfAborted();
    if (!this.waits) return;
    const terminal = createInterface({ input: process.stdin, output: process.stdout });
    terminal.on("SIGINT", this.interrupt);
    try {
      await terminal.question("  Enter goes on. ", { signal: this.interrupted });
    } finally {
      terminal.close();
    }
  }

  async rest(seconds: number): Promise<void> {
    await sleep(1000 * seconds, undefined, { signal: this.interrupted });
  }

  private readonly interrupt = (): void => {
    if (!this.interrupted.aborted) console.log("\nInterrupted: what the demo changed is put back.");
    this.controller.abort();
  };
}
