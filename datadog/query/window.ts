/** A monitor's window as Datadog writes it: `last_15m`, `last_4h`. */
export function lastWindow(minutes: number): string {
  return `last_${minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`}`;
}
