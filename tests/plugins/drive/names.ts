import { Asset, Secret, type Properties, type Value } from "../../../sandbox/plugins/rpc/value.js";
import { isPlainObject, type Plain } from "./plain.js";

/** What differs from run to run, by the name that a case and a recording have for it. */
export class Names {
  readonly #actual = new Map<string, string | number>();
  readonly #named: [actual: string, name: string][] = [];

  /** From here on `actual` is written as `name`. Names of the rig are numbers where the input is one. */
  set(name: string | number, actual: string | number): void {
    this.#actual.set(String(name), actual);
    this.show(String(actual), String(name));
  }

  /** One way only: what no case writes. */
  show(actual: string, name: string): void {
    this.#named.unshift([actual, name]);
    // An address holds a port; the longer text goes first.
    this.#named.sort(([a], [b]) => b.length - a.length);
  }

  fill(value: Value): Value {
    if (typeof value === "string") return this.#fillText(value);
    if (typeof value === "number") return this.#actual.get(String(value)) ?? value;
    if (value instanceof Secret) return new Secret(this.fill(value.value));
    if (value instanceof Asset) return new Asset(this.fill({ ...value.of }) as Asset["of"]);
    if (Array.isArray(value)) return value.map((one) => this.fill(one));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    const entries = Object.entries(value as Properties);
    return Object.fromEntries(entries.map(([key, inner]) => [key, this.fill(inner)]));
  }

  hide(plain: Plain): Plain {
    if (typeof plain === "string") return this.#hideText(plain);
    if (typeof plain === "number") {
      const found = this.#named.find(([actual]) => actual === String(plain));
      return found ? (Number.isNaN(Number(found[1])) ? found[1] : Number(found[1])) : plain;
    }
    if (Array.isArray(plain)) return plain.map((one) => this.hide(one));
    if (!isPlainObject(plain)) return plain;
    return Object.fromEntries(Object.entries(plain).map(([key, inner]) => [this.#hideText(key), this.hide(inner)]));
  }

  #fillText(text: string): string {
    if (!text.includes("<")) return text;
    return [...this.#actual].reduce((filled, [name, actual]) => filled.replaceAll(name, String(actual)), text);
  }

  #hideText(text: string): string {
    return this.#named.reduce((hidden, [actual, name]) => hidden.replaceAll(standing(actual), name), text);
  }
}

/** A port or an id is a number, which may by chance be a part of another text, such as a UUID. */
function standing(actual: string): string | RegExp {
  return /^\d+$/.test(actual) ? new RegExp(`(?<!\\w)${actual}(?!\\w)`, "g") : actual;
}
