/** Tells a person how far a step is. */
export type Say = (line: string) => void;
