/** Places of a line on a picture: no value, no place. */
interface Places {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

/**
 * A line's values as a path, broken where there is none. Of more values than the picture is wide, of each of its columns the
 * lowest and the highest are drawn: no peak is lost, and a year is as long a path as a day.
 */
export function pathOf(values: Float64Array, { x, y }: Places): string {
  const points: string[] = [];
  let isBroken = true;
  const move = (index: number, value: number) => {
    points.push(`${isBroken ? "M" : "L"}${fixed(x(index))} ${fixed(y(value))}`);
    isBroken = false;
  };
  for (let index = 0; index < values.length;) {
    const column = Math.floor(x(index));
    let [first, low, high, last] = [NaN, NaN, NaN, NaN];
    let end = index;
    for (; end < values.length && (end === index || Math.floor(x(end)) === column); end++) {
      const value = values[end] ?? NaN;
      last = value;
      if (Number.isNaN(value)) continue;
      if (Number.isNaN(first)) first = value;
      low = Number.isNaN(low) ? value : Math.min(low, value);
      high = Number.isNaN(high) ? value : Math.max(high, value);
    }
    if (Number.isNaN(first)) isBroken = true;
    else {
      // A column of one value is a point; of several, a stroke between its ends.
      for (const value of new Set([first, low, high, Number.isNaN(last) ? first : last])) move(index, value);
      if (Number.isNaN(last)) isBroken = true;
    }
    index = end;
  }
  return points.join("");
}

/** What lies between two lines, as closed paths. */
export function areaOf(lower: Float64Array, upper: Float64Array, { x, y }: Places): string {
  const paths: string[] = [];
  let run: number[] = [];
  const close = () => {
    if (run.length > 0) {
      const edge = (values: Float64Array, indexes: readonly number[]) =>
        indexes.map((index) => `${fixed(x(index))} ${fixed(y(values[index] ?? NaN))}`);
      paths.push(`M${[...edge(upper, run), ...edge(lower, [...run].reverse())].join("L")}Z`);
    }
    run = [];
  };
  let column = -1;
  for (let index = 0; index < lower.length; index++) {
    if (Number.isNaN(lower[index] ?? NaN) || Number.isNaN(upper[index] ?? NaN)) close();
    else if (Math.floor(x(index)) !== column || index === lower.length - 1) {
      run.push(index);
      column = Math.floor(x(index));
    }
  }
  close();
  return paths.join("");
}

function fixed(place: number): string {
  return String(Math.round(place * 10) / 10);
}
