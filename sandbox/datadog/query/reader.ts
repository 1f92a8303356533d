/** A text that does not parse; `offset` is where. */
export class SyntaxMistake extends Error {
  constructor(problem: string, text: string, offset: number) {
    super(`${problem} at character ${offset + 1} of "${text}"`);
  }
}

/** A place in a text, moved forward by what is recognised there. */
export class Reader {
  private offset = 0;

  constructor(readonly text: string) {}

  /** Takes what the pattern matches here, after white space; undefined if it does not. */
  take(pattern: RegExp): string | undefined {
    const matched = this.match(pattern);
    if (matched !== undefined) this.offset += matched.length;
    return matched?.trim();
  }

  expect(pattern: RegExp, what: string): string {
    return this.take(pattern) ?? this.fail(`expected ${what}`);
  }

  sees(pattern: RegExp): boolean {
    return this.match(pattern) !== undefined;
  }

  get rest(): string {
    return this.text.slice(this.offset).trim();
  }

  get position(): number {
    return this.offset;
  }

  fail(problem: string): never {
    throw new SyntaxMistake(problem, this.text, this.offset);
  }

  private match(pattern: RegExp): string | undefined {
    const sticky = new RegExp(`\\s*(?:${pattern.source})`, "y");
    sticky.lastIndex = this.offset;
    return sticky.exec(this.text)?.[0];
  }
}
