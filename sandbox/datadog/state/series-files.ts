import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";

import { parsedLine } from "./journal.js";
import type { SeriesName } from "./series.js";

const NAMES = "names.jsonl";
const POINTS = "points";
const STEPS = "steps";

/** `[number, seconds]` as 4 bytes each, then the value. */
const POINT_BYTES = 16;
/** `[number, step, mean, count, least, most]`, 4 bytes each. */
const STEP_WORDS = 6;
const STEP_BYTES = 4 * STEP_WORDS;
const BUFFERED = 49_152;

/** In place of a series' number: all points before that second are summed up. */
const CUT = 0xffffffff;

/** Takes what was kept, series by their numbers, in the order in which it came. */
export interface Reader {
  series(name: SeriesName): void;
  point(series: number, time: number, value: number): void;
  step(series: number, step: number, mean: number, count: number, min: number, max: number): void;
  /** All points so far that are older are summed up. */
  cut(before: number): void;
}

/** Takes what is to be kept. */
type Writer = Omit<Reader, "cut">;

/**
 * Series on disk: names as lines, points as records of this machine's byte order, appended as they come. When there are
 * too many of what is forgotten by now, all is written anew into a folder of the next number, which takes the place of
 * the one before in one step: killed at any moment, either of the two is whole.
 */
export class SeriesFiles {
  private generation: number;
  private points: RecordFile | undefined;

  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.generation = Math.max(0, ...readdirSync(folder).map((name) => (/^\d+$/.test(name) ? Number(name) : 0)));
  }

  read(reader: Reader): void {
    if (this.generation === 0) return;
    const names = readFileSync(this.file(NAMES), "utf8").split("\n");
    const known = names.map(parsedLine).filter((name) => name !== undefined) as SeriesName[];
    for (const name of known) reader.series(name);
    for (const { integers, floats, count } of blocks(this.file(STEPS), STEP_BYTES)) {
      for (let at = 0; at < count * STEP_WORDS; at += STEP_WORDS) {
        const [series = 0, step = 0] = integers.subarray(at, at + 2);
        const [mean = 0, several = 0, min = 0, max = 0] = floats.subarray(at + 2, at + STEP_WORDS);
        if (series < known.length) reader.step(series, step, mean, several, min, max);
      }
    }
    for (const { integers, doubles, count } of blocks(this.file(POINTS), POINT_BYTES)) {
      for (let record = 0; record < count; record += 1) {
        const series = integers[4 * record] ?? 0;
        const time = integers[4 * record + 1] ?? 0;
        if (series === CUT) reader.cut(time);
        else if (series < known.length) reader.point(series, time, doubles[2 * record + 1] ?? 0);
      }
    }
  }

  /** @param fill writes everything that is kept. */
  writeAnew(fill: (writer: Writer) => void): void {
    const next = join(this.folder, `${this.generation + 1}.new`);
    rmSync(next, { recursive: true, force: true });
    mkdirSync(next, { mode: 0o700 });
    const [points, steps] = [POINTS, STEPS].map((name) => new RecordFile(join(next, name))) as [RecordFile, RecordFile];
    let names: string[] = [];
    fill({
      series: (name) => names.push(line(name)),
      point: (...record) => {
        points.point(...record);
      },
      step: (...record) => {
        steps.step(...record);
      },
    });
    appendFileSync(join(next, NAMES), names.join(""), { mode: 0o600 });
    names = [];
    steps.close();
    points.flush();
    this.points?.close();
    this.generation += 1;
    renameSync(next, join(this.folder, String(this.generation)));
    this.points = points;
    for (const other of readdirSync(this.folder))
      if (other !== String(this.generation)) rmSync(join(this.folder, other), { recursive: true });
  }

  /** After {@link writeAnew}. A name is on disk before the points that have its number. */
  append(names: readonly SeriesName[], fill: (writer: Pick<Reader, "point" | "cut">) => void): void {
    const { points } = this;
    if (!points) return;
    if (names.length > 0) appendFileSync(this.file(NAMES), names.map(line).join(""));
    fill({
      point: (...record) => {
        points.point(...record);
      },
      cut: (before) => {
        points.point(CUT, before, 0);
      },
    });
    points.flush();
  }

  private file(name: string): string {
    return join(this.folder, String(this.generation), name);
  }
}

function line({ metric, host, tags, type }: SeriesName): string {
  return `${JSON.stringify({ metric, host, tags, type })}\n`;
}

/** Records that are written many at a time. */
class RecordFile {
  private readonly descriptor: number;
  private readonly buffer = new ArrayBuffer(BUFFERED * 8);
  private readonly bytes = new Uint8Array(this.buffer);
  private readonly integers = new Uint32Array(this.buffer);
  private readonly floats = new Float32Array(this.buffer);
  private readonly doubles = new Float64Array(this.buffer);
  private used = 0;

  constructor(file: string) {
    this.descriptor = openSync(file, "a", 0o600);
  }

  point(series: number, time: number, value: number): void {
    const at = this.next(POINT_BYTES);
    this.integers[at] = series;
    this.integers[at + 1] = time;
    this.doubles[at / 2 + 1] = value;
  }

  step(series: number, step: number, mean: number, count: number, min: number, max: number): void {
    const at = this.next(STEP_BYTES);
    this.integers[at] = series;
    this.integers[at + 1] = step;
    this.floats.set([mean, count, min, max], at + 2);
  }

  flush(): void {
    let written = 0;
    while (written < this.used) written += writeSync(this.descriptor, this.bytes, written, this.used - written);
    this.used = 0;
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  /** The next record's place, in words of 4 bytes. */
  private next(bytes: number): number {
    if (this.used + bytes > this.buffer.byteLength) this.flush();
    this.used += bytes;
    return (this.used - bytes) / 4;
  }
}

/** Many records at a time, as the words that they are made of. */
interface Block {
  readonly integers: Uint32Array;
  readonly floats: Float32Array;
  readonly doubles: Float64Array;
  /** Of records: one that a kill cut off at the end is none. */
  readonly count: number;
}

function* blocks(file: string, recordBytes: number): Generator<Block> {
  const descriptor = openSync(file, "r");
  const buffer = new ArrayBuffer(recordBytes * BUFFERED);
  const views = {
    integers: new Uint32Array(buffer),
    floats: new Float32Array(buffer),
    doubles: new Float64Array(buffer),
  };
  try {
    for (;;) {
      const read = filled(descriptor, new Uint8Array(buffer));
      yield { ...views, count: Math.floor(read / recordBytes) };
      if (read < buffer.byteLength) return;
    }
  } finally {
    closeSync(descriptor);
  }
}

function filled(descriptor: number, bytes: Uint8Array): number {
  let read = 0;
  for (;;) {
    const more = readSync(descriptor, bytes, read, bytes.length - read, null);
    read += more;
    if (more === 0 || read === bytes.length) return read;
  }
}
