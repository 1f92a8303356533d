import { randomInt } from "node:crypto";

/** What a password is made of; the names are the resource's inputs. */
export interface Recipe {
  readonly length: number;
  readonly lower: boolean;
  readonly upper: boolean;
  readonly numeric: boolean;
  readonly special: boolean;
  readonly minLower: number;
  readonly minUpper: number;
  readonly minNumeric: number;
  readonly minSpecial: number;
  /** Takes the place of the official set of special characters. */
  readonly overrideSpecial?: string;
}

const lowerCharacters = "abcdefghijklmnopqrstuvwxyz";
const upperCharacters = lowerCharacters.toUpperCase();
const digits = "0123456789";
const specialCharacters = "!@#$%&*()-_=+[]{}<>:?";

/** A password with the least number of each kind, the rest of any allowed kind, in random order. */
export function generatePassword(recipe: Recipe): string {
  // As officially: an empty text overrides nothing.
  const special = recipe.overrideSpecial === "" ? specialCharacters : (recipe.overrideSpecial ?? specialCharacters);
  const least =
    pick(lowerCharacters, recipe.minLower) +
    pick(upperCharacters, recipe.minUpper) +
    pick(digits, recipe.minNumeric) +
    pick(special, recipe.minSpecial);
  const allowed =
    (recipe.lower ? lowerCharacters : "") +
    (recipe.upper ? upperCharacters : "") +
    (recipe.numeric ? digits : "") +
    (recipe.special ? special : "");
  return shuffled(least + pick(allowed, recipe.length - least.length));
}

function pick(characters: string, count: number): string {
  return Array.from({ length: count }, () => characters.charAt(randomInt(characters.length))).join("");
}

/** Fisher and Yates' shuffle: every order is as likely as any other. */
function shuffled(text: string): string {
  const result: string[] = [];
  for (const character of text.split("")) {
    const place = randomInt(result.length + 1);
    result.push(result[place] ?? character);
    result[place] = character;
  }
  return result.join("");
}
