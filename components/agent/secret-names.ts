import type * as pulumi from "@pulumi/pulumi";
import type { SecretValue } from "./integration";

/** Linux' limit for a file's name is 255 bytes; the rest is for what tells two of one name apart. */
const LONGEST = 200;

/** The secrets that go to one host, each under a name of its own, whatever their owners call them. */
export class SecretNames {
  readonly #values = new Map<string, pulumi.Input<string>>();

  /** By name, in the order in which they were named. */
  get values(): Readonly<Record<string, pulumi.Input<string>>> {
    return Object.fromEntries(this.#values);
  }

  /**
   * A name of lower case letters, digits and underscores, that begins with the owner's: `db1_orders_password`. It is a
   * file's on the host, and stands in the plan. Another secret that would be written alike gets a number.
   *
   * @param holder whose a secret is that names no owner; nothing for Lookout's own.
   */
  nameOf({ owner, name, value }: SecretValue, holder?: string): string {
    const words = [owner ?? holder, name].filter((word) => word !== undefined);
    const plain = words
      .join("_")
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, "_")
      .slice(0, LONGEST);
    const isOthers = (candidate: string) => this.#values.has(candidate) && this.#values.get(candidate) !== value;
    let free = plain;
    for (let i = 2; isOthers(free); i++) free = `${plain}_${i}`;
    this.#values.set(free, value);
    return free;
  }
}
