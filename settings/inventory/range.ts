/** A range that Ansible takes for none either; says what is wrong. */
export class NoRangeError extends Error {}

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * The names that a pattern stands for: `web[01:03].example.com`, `db-[a:c]`, `node[0:8:4]`, several in one.
 *
 * @throws NoRangeError
 * @see https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html#adding-ranges-of-hosts
 */
export function expanded(pattern: string): string[] {
  const found = /^([^[]*)\[([^\]]*)\](.*)$/.exec(pattern);
  if (found === null) return [pattern];
  const [, head = "", range = "", tail = ""] = found;
  return within(range).flatMap((one) => expanded(`${head}${one}${tail}`));
}

function within(range: string): string[] {
  const [first = "", last = "", by = "1", ...more] = range.split(":");
  const from = first === "" ? "0" : first;
  const step = Number(by);
  if (last === "" || more.length > 0 || !Number.isInteger(step) || step < 1) {
    throw new NoRangeError(`[${range}] is not a range; expected [first:last] or [first:last:step]`);
  }
  if (isLetter(from) && isLetter(last)) {
    const letters = LETTERS.slice(LETTERS.indexOf(from), LETTERS.indexOf(last) + 1);
    if (letters === "") throw new NoRangeError(`[${range}] ends before it begins`);
    return Array.from(letters).filter((_, i) => i % step === 0);
  }
  if (!/^\d+$/.test(from) || !/^\d+$/.test(last)) {
    throw new NoRangeError(`[${range}] is not a range; expected two numbers or two letters`);
  }
  const isPadded = from.length > 1 && from.startsWith("0");
  if (isPadded && from.length !== last.length) {
    throw new NoRangeError(`[${range}] has numbers of two lengths; expected as many digits in both`);
  }
  const count = Math.floor((Number(last) - Number(from)) / step) + 1;
  if (count < 1) throw new NoRangeError(`[${range}] ends before it begins`);
  if (count > 10_000) throw new NoRangeError(`[${range}] is of ${count} hosts; expected 10000 at most`);
  return Array.from({ length: count }, (_, i) =>
    String(Number(from) + i * step).padStart(isPadded ? from.length : 1, "0"),
  );
}

function isLetter(text: string): boolean {
  return text.length === 1 && LETTERS.includes(text);
}
