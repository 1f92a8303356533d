/** A query that is correct and not evaluated here; the message names what, and says why. */
export class NotEvaluatedError extends Error {}
