/** A monitor that can't be played; the message names what is not done, and why. */
export class NotPlayedError extends Error {}
