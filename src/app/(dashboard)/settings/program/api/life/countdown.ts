const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "3 d 4 h", "3 h 12 min", "12 min 30 s", "9 s": what is left, in the two units that count. */
export function countdown(until: Date, now: number): string {
  const left = until.getTime() - now;
  if (left <= 0) return "0 s";
  if (left >= day) return `${Math.floor(left / day)} d ${Math.floor((left % day) / hour)} h`;
  if (left >= hour) return `${Math.floor(left / hour)} h ${Math.floor((left % hour) / minute)} min`;
  if (left >= minute) return `${Math.floor(left / minute)} min ${Math.floor((left % minute) / second)} s`;
  return `${Math.ceil(left / second)} s`;
}
