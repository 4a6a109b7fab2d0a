import "server-only";
import type { ServiceContext } from "../context";
import { transact } from "../transact";

/** One sweep tells of this many things of a kind; the next one, a minute later, goes on. */
const most = 500;

/** Runs a step in a transaction of its own until it finds nothing more to do. Returns how many it did. */
export async function eachDue<C extends ServiceContext>(
  context: C,
  step: (inside: C) => Promise<number>,
): Promise<number> {
  let done = 0;
  while (done < most) {
    const more = await transact(context, step);
    if (more === 0) break;
    done += more;
  }
  return done;
}
