import type { Value } from "../../rpc/value.js";
import { isFilled } from "./field.js";

/** Texts of one number, however written: `800.0` and `800`. */
export function isSameNumber(one: Value | undefined, other: Value | undefined): boolean {
  return isFilled(one) && isFilled(other) && Number(one) === Number(other);
}
