import type { Finding } from "../datadog/finding";
import { Book, type Declared, type Entered } from "../datadog/lint/near-miss/book";
import type { Naming } from "../datadog/lint/near-miss/names";
import { lintNearMisses, nearMissRules } from "../datadog/lint/near-miss/rules";

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

const OF_STACKS = new WeakMap<object, () => NearMisses>();

/** From here on, all that the stack declares is looked at, also what has nothing of an environment's. */
export function lookAtAll(stack: object, nearMisses: () => NearMisses): void {
  OF_STACKS.set(stack, nearMisses);
}

export function nearMissesOf(stack: object | undefined): NearMisses | undefined {
  return stack && OF_STACKS.get(stack)?.();
}

/** What is known when all is declared, and not before. */
export function isOfAll({ rule }: { readonly rule: string }): boolean {
  return nearMissRules.some(({ id }) => id === rule);
}
