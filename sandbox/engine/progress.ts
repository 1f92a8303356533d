/** Turns what `go build -v` says into a line for a person now and then. */
export class BuildProgress {
  /** How many packages the build will compile. */
  packages = 0;
  private downloaded = 0;
  private compiled = 0;

  /** News worth telling after this line of go's, if any. */
  read(line: string): string | undefined {
    if (line.startsWith("go: downloading ")) {
      this.downloaded++;
      return this.downloaded % 10 === 0 ? `${this.downloaded} modules downloaded` : undefined;
    }
    // go says the path of each package that it compiles, and anything else with a space or a colon in it.
    if (this.packages === 0 || !/^[\w./~-]+$/.test(line)) return undefined;
    this.compiled++;
    const last = this.compiled >= this.packages;
    const step = Math.ceil(this.packages / 50);
    if (!last && this.compiled % step !== 0) return undefined;
    return `${Math.min(this.compiled, this.packages)} of ${this.packages} packages compiled`;
  }
}
