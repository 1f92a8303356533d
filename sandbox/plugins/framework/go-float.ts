/** A number as Go prints a `float64` with `%v`: as short as can be, from a million on with an exponent (`5e+08`). */
export function goFloat(value: number): string {
  const [digits = "", exponent = ""] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}
