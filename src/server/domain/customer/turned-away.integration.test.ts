import { beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../../test/database";
import { approvedAddress, tally, twoProcesses } from "../../test/two-processes";
import { createReadQueue, type ReadQueueOptions } from "./read-queue";

const database = await testDatabase();
const { liveToken } = twoProcesses(database);

type Token = Awaited<ReturnType<typeof liveToken>>;
/** Known to strangers, who hold its secret and stand nowhere near its address. */
let leaked: Token;
let till: Token;

beforeAll(async () => {
  const generous = { ratePerMinute: 60_000, dailyLimit: 100_000 };
  [leaked, till] = [await liveToken(generous), await liveToken(generous)];
});

/** Runs with a queue of its own, which has met no call yet. */
async function withQueue<T>(
  options: ReadQueueOptions,
  work: (queue: ReturnType<typeof createReadQueue>) => Promise<T>,
): Promise<T> {
  const queue = createReadQueue(database.hot, options);
  try {
    return await work(queue);
  } finally {
    await queue.close();
  }
}

describe("calls of a known token from addresses that let nobody in (rule 12)", () => {
  it("hold a quarter of the queue at most, and leave its room to other tokens", async () => {
    await withQueue({ unknownPerMinute: 20, batch: 4, queue: 40 }, async (queue) => {
      const stranger = (index: number) => leaked.ask({ address: `198.51.100.${index % 256}` }, queue);
      await Promise.all(Array.from({ length: 30 }, (_, index) => stranger(index)));
      const flood = Array.from({ length: 200 }, (_, index) => stranger(index));
      const genuine = Array.from({ length: 20 }, () => till.ask({}, queue));
      expect(tally(await Promise.all(genuine))).toEqual({ ok: 20 });
      const answers = tally(await Promise.all(flood));
      expect(Object.keys(answers).sort()).toEqual(["ip_not_allowed", "rate_limited"]);
      expect(answers.ip_not_allowed).toBeLessThanOrEqual(15);
    });
  });

  it("wait by themselves once they are many, whatever blocks they come from", async () => {
    await withQueue({ unknownCeiling: 10 }, async (queue) => {
      expect((await till.ask({}, queue)).verdict).toBeNull();
      await Promise.all(
        Array.from({ length: 12 }, (_, index) => leaked.ask({ address: `192.0.2.${index}` }, queue)),
      );
      let answered = 0;
      const flood = Array.from({ length: 1_500 }, async (_, index) => {
        const answer = await leaked.ask({ address: `10.${index >> 8}.${index & 255}.1` }, queue);
        answered += 1;
        return answer;
      });
      expect((await till.ask({}, queue)).verdict).toBeNull();
      expect(answered).toBeLessThan(750);
      // Where the leaked token belongs, it is nobody familiar yet, and is let in in its turn all the same.
      const own = leaked.ask({ address: approvedAddress }, queue);
      expect(tally(await Promise.all(flood))).toEqual({ ip_not_allowed: 1_500 });
      expect((await own).verdict).toBeNull();
    });
  });
});
