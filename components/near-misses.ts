import type { Finding } from "../datadog/finding";
import { Book, type Declared, type Entered } from "../datadog/lint/near-miss/book";
import type { Naming } from "../datadog/lint/near-miss/names";
import { lintNearMisses } from "../datadog/lint/near-miss/rules";

type Say = (findings: readonly Finding[]) => void;

/** Looks at what the objects of an environment name, all together, when all are declared. */
export class NearMisses {
  readonly #book: Book;
  #waiting: { readonly entered: Entered; readonly say: Say }[] | undefined = [];

  constructor(declared: Declared) {
    this.#book = new Book(declared);
  }

  /** More of what the stack has. */
  declare(declared: Declared): void {
    this.#book.declare(declared);
  }

  /** @param say takes what is found of the object when all is declared; at once of one that is declared later. */
  watch(naming: Naming, say: Say): void {
    const entered = this.#book.enter(naming);
    if (this.#waiting === undefined) say(this.#findings(entered));
    else this.#waiting.push({ entered, say });
  }

  /** All is declared. */
  sayAll(): void {
    const all = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const { entered, say } of all) say(this.#findings(entered));
  }

  #findings(entered: Entered): Finding[] {
    return lintNearMisses(this.#book.nearMisses(entered));
  }
}
