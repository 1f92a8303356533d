import type { CheckFailure } from "../rpc/provider.js";
import { unknown, type Properties } from "../rpc/value.js";

/** What the official plugin says of inputs that have the right types and make no password. A failure names no property. */
export function passwordFailures(inputs: Properties): CheckFailure[] {
  return [...wrongInputs(inputs)].map((reason) => ({ property: "", reason }));
}

function* wrongInputs(inputs: Properties): Generator<string> {
  const { length } = inputs;
  if (length === undefined) {
    yield (
      "Missing required property 'length': The length of the string desired. The minimum value for length is 1 and, " +
      "length must also be >= (`min_upper` + `min_lower` + `min_numeric` + `min_special`)."
    );
  }
  if (typeof length === "number") yield* wrongLength(length, inputs);
  if (["special", "upper", "lower", "numeric"].every((name) => inputs[name] === false)) {
    yield (
      "Invalid Attribute Combination. At least one attribute out of [special,upper,lower,numeric] must be specified " +
      "as true. Examine values at 'random.numeric'."
    );
  }
}

function* wrongLength(length: number, inputs: Properties): Generator<string> {
  if (!Number.isInteger(length)) {
    yield (
      "Configuration Read Error. An unexpected error was encountered trying to convert an attribute value from the " +
      "configuration. This is always an error in the provider. Please report the following to the provider developer:" +
      `\n\nError: Value %!s(*big.Float=${length}) is not an integer.. Examine values at 'random.length'.`
    );
    return;
  }
  const where = `, got: ${length}. Examine values at 'random.length'.`;
  if (length < 1) yield `Invalid Attribute Value. Attribute length value must be at least 1${where}`;
  const least = ["minUpper", "minLower", "minNumeric", "minSpecial"].map((name) => inputs[name] ?? 0);
  if (least.includes(unknown)) return;
  if (length < least.reduce<number>((sum, one) => sum + Number(one), 0)) {
    yield (
      "Invalid Attribute Value. Attribute length value must be at least sum of min_upper + min_lower + min_numeric + " +
      `min_special${where}`
    );
  }
}
