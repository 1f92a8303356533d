/** A text that is not of its notation: what is wrong with it, and what was expected. */
export class NotationError extends Error {}
