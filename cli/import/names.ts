/** An object's part in the choice of names. */
interface Titled {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970; undefined where Datadog does not say. */
  readonly made: number | undefined;
}

/** Words that tell nothing apart. */
const FILL = new Set("a an and are at by for from has in is its of on or s that the to was which with".split(" "));

/** Of a name, of characters. */
const LONGEST = 40;

/**
 * A name for each of the objects of a kind, by their ids: short, of its title, the same in the next run. Of several with one
 * title the oldest has it, and the others have their ids behind; what is made later takes no name away.
 *
 * @param kind begins a name that its title can't: `monitor-123`.
 * @param taken by others in the stack.
 */
export function namesOf(kind: string, objects: readonly Titled[], taken: ReadonlySet<string>): Map<string, string> {
  const used = new Set(taken);
  const names = new Map<string, string>();
  const age = ({ made }: Titled) => made ?? Infinity;
  const oldestFirst = [...objects].sort(
    (a, b) => compared(age(a), age(b)) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1),
  );
  for (const { id, title } of oldestFirst) {
    const words = wordsIn(title);
    const own = shortened(/^[a-z]/.test(words[0] ?? "") ? words : [kind, ...words]);
    const name = own === kind || used.has(own) ? `${own}-${id.split("-")[0]?.slice(0, 12) ?? id}` : own;
    const free = used.has(name) ? `${own}-${id}` : name;
    used.add(free);
    names.set(id, free);
  }
  return names;
}

/** Letters and digits alone, without a message's variables: `[prod] CPU of {{host.name}} is high` is cpu, high, … */
function wordsIn(title: string): string[] {
  const plain = title
    .replaceAll(/\{\{.*?\}\}/g, " ")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("ß", "ss")
    .toLowerCase();
  const words = plain.split(/[^a-z0-9]+/).filter((word) => word !== "");
  const telling = words.filter((word) => !FILL.has(word));
  return telling.length > 0 ? telling : words;
}

/** As many of the words as there is room for. */
function shortened(words: readonly string[]): string {
  const [first = "", ...others] = words;
  let name = first.slice(0, LONGEST);
  for (const word of others) {
    if (`${name}-${word}`.length > LONGEST) break;
    name = `${name}-${word}`;
  }
  return name;
}

/** Infinity less itself is no number. */
function compared(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
