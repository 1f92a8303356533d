/** What a text is printed for. */
export interface Terminal {
  /** Of characters. */
  readonly columns: number;
  readonly colour: boolean;
}

/** Of a pipe, which has no width. */
const COLUMNS = 100;

/** The one in which a command runs. */
export function terminal(): Terminal {
  const { isTTY } = process.stdout;
  return {
    // A terminal may not know its width, and says 0.
    columns: (isTTY && process.stdout.columns) || COLUMNS,
    // Knows of NO_COLOR, and of terminals that have none.
    colour: isTTY && process.stdout.hasColors(),
  };
}
