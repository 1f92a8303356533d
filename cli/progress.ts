/** On a terminal, a line that says what is being done and is gone when it is over; elsewhere nothing. */
export class Progress {
  // A dumb one can't take a line back.
  readonly #isShown = process.stderr.isTTY && process.env.TERM !== "dumb";

  say(words: string): void {
    // Cut, for what is longer than a line could not be taken back.
    if (this.#isShown) process.stderr.write(`\r\x1b[K${words.slice(0, (process.stderr.columns || 80) - 1)}`);
  }

  end(): void {
    if (this.#isShown) process.stderr.write("\r\x1b[K");
  }
}
