import "server-only";
import { type LiveTopic, liveEvents } from "../../../contracts/live-topics";

/** One event of a stream (WHATWG HTML, server-sent events). */
const event = (name: string, data: unknown = {}) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** What a stream has yet to say: bounded by the number of topics, however long nobody reads it. */
export function createUnsaid() {
  const topics = new Set<LiveTopic>();
  let first = event(liveEvents.hello);
  let beat = false;
  let since: number | null = performance.now();
  const stir = () => {
    since ??= performance.now();
  };
  return {
    tell: (some: Iterable<LiveTopic>) => {
      for (const topic of some) topics.add(topic);
      if (topics.size > 0) stir();
    },
    beat: () => {
      beat = true;
      stir();
    },
    /** All of it as text, empty where there is none; a sign of life only where nothing else is said. */
    take: (): string => {
      const changed = topics.size > 0 ? event(liveEvents.changed, [...topics]) : "";
      const said = first + changed || (beat ? event(liveEvents.beat) : "");
      topics.clear();
      first = "";
      beat = false;
      since = null;
      return said;
    },
    /** Milliseconds for which something has stood unsaid; 0 where nothing does. */
    age: () => (since === null ? 0 : performance.now() - since),
  };
}

/** The last words of a stream; what happened before them does not matter any more. */
export const lastWord = (word: "ended" | "replaced") => event(liveEvents[word]);
