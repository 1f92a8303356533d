import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** A value kept in one JSON file; a reader of the file sees either the old or the new one, never half of it. */
export class Document<T> {
  readonly value: T;

  /** @param empty the value where there is no file yet */
  constructor(
    private readonly file: string,
    empty: T,
  ) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    this.value = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : empty;
  }

  save(): void {
    const temporary = `${this.file}.new`;
    const descriptor = openSync(temporary, "w", 0o600);
    try {
      writeFileSync(descriptor, JSON.stringify(this.value));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, this.file);
  }
}
