import type { Script } from "../../components/host/script";
import type { Facts } from "./facts";

/** What mends a difference: an `up` that runs these commands of the stack again, or makes them anew where that is no use. */
export interface Repair {
  /** By their resources' names. */
  readonly commands: readonly string[];
  readonly how: "again" | "anew";
}

/** A difference between what a host has and what the stack's last `up` made there. */
export interface Row {
  readonly host: string;
  /** A path, a package, a unit, a server's user. */
  readonly what: string;
  /** `left` is what somebody else put there, which no `up` takes away; `unknown` what could not be read. */
  readonly verdict: "drift" | "left" | "unknown";
  readonly declared: string;
  readonly found: string;
  /** The lines that differ, of a text without secrets: `-` as declared, `+` as found. */
  readonly lines?: readonly string[];
  readonly repair?: Repair;
}

/** What a host is asked by one script, and what the answer means. */
export interface Question {
  /** The command's name, by which the host's own words know it. */
  readonly name: string;
  /** What is unknown where no answer comes: `the Agent`. */
  readonly of: string;
  readonly script: Script;
  /** Reach the script on standard input. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly rows: (facts: Facts) => readonly Row[];
}
