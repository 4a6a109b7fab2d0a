import { describe, expect, it } from "vitest";
import { type BatcherOptions, createBatcher } from "./batcher";

const later = (turns = 1) =>
  new Promise<void>((resolve) => (turns === 0 ? resolve() : setImmediate(() => resolve(later(turns - 1)))));

/** A batcher whose calls the test answers one by one. */
function setUp(given: Partial<BatcherOptions> = {}) {
  const calls: Array<{
    requests: readonly number[];
    answer: () => void;
    fail: (code?: string) => void;
  }> = [];
  const faults: unknown[] = [];
  const batcher = createBatcher<number, string>(
    (requests) =>
      new Promise((resolve, reject) => {
        const answer = () => resolve(requests.map((one) => `answer ${one}`));
        const fail = (code = "") => reject(Object.assign(new Error("failed"), { code }));
        calls.push({ requests, answer, fail });
      }),
    {
      batch: 4,
      queue: 8,
      patience: 1000,
      onFault: (error) => void faults.push(error),
      onGivenUp: () => void faults.push("given up"),
      ...given,
    },
  );
  const askAll = (...requests: number[]) =>
    requests.map((one) => batcher.ask(one).catch((error) => error.code));
  const sent = () => calls.map(({ requests }) => requests);
  return { batcher, calls, faults, askAll, sent };
}

describe("a batcher", () => {
  it("joins what arrives in one turn, and what arrives while a call runs", async () => {
    const { calls, askAll, sent } = setUp();
    const first = askAll(1, 2);
    await later();
    const second = askAll(3, 4, 5, 6, 7);
    await later();
    expect(sent()).toEqual([[1, 2]]);
    calls[0]?.answer();
    expect(await Promise.all(first)).toEqual(["answer 1", "answer 2"]);
    expect(sent()).toEqual([
      [1, 2],
      [3, 4, 5, 6],
    ]);
    calls[1]?.answer();
    await later(3);
    calls[2]?.answer();
    expect(await Promise.all(second)).toEqual([3, 4, 5, 6, 7].map((one) => `answer ${one}`));
  });

  it("sends the next call before it writes the answers of the last", async () => {
    const { calls, askAll, sent } = setUp();
    const told: string[] = [];
    const [first] = askAll(1);
    first?.then(() => told.push(`told with ${sent().length} calls sent`));
    await later();
    const rest = askAll(2);
    calls[0]?.answer();
    await first;
    expect(told).toEqual(["told with 2 calls sent"]);
    calls[1]?.answer();
    await Promise.all(rest);
  });

  it("sends the next call while the last commits, and tells nobody before it has", async () => {
    const { batcher, calls, askAll, sent } = setUp();
    const told: string[] = [];
    const first = askAll(1, 2);
    for (const answer of first) answer.then((text) => told.push(text));
    await later();
    const second = askAll(3);
    batcher.answering();
    expect(sent()).toEqual([[1, 2], [3]]);
    const third = askAll(4, 5);
    batcher.answering();
    await later(4);
    expect([told, sent()]).toEqual([[], [[1, 2], [3]]]);
    calls[0]?.answer();
    await Promise.all(first);
    expect(sent()).toEqual([[1, 2], [3]]);
    calls[1]?.answer();
    await Promise.all(second);
    expect(sent()).toEqual([[1, 2], [3], [4, 5]]);
    calls[2]?.answer();
    await Promise.all(third);
  });

  it("waits for the commit where less than half as many wait", async () => {
    const { batcher, calls, askAll, sent } = setUp();
    const answers = askAll(1, 2, 3);
    await later();
    answers.push(...askAll(4));
    batcher.answering();
    expect(sent()).toEqual([[1, 2, 3]]);
    calls[0]?.answer();
    await later(4);
    calls[1]?.answer();
    await Promise.all(answers);
  });

  it.each(["40001", "08006"])(
    "goes on, and closes, where the call ahead ends first with %s",
    async (code) => {
      const { batcher, calls, askAll, sent } = setUp();
      const answers = askAll(1, 2);
      await later();
      answers.push(...askAll(3));
      batcher.answering();
      answers.push(...askAll(4));
      const closing = batcher.close();
      calls[1]?.fail(code);
      await later(4);
      calls[0]?.fail(code);
      for (let call = 2; call < 6; call++) {
        await later(4);
        calls[call]?.answer();
      }
      const alone = code === "40001";
      const lost = "unavailable";
      expect(await Promise.all(answers)).toEqual(
        alone ? [1, 2, 3, 4].map((one) => `answer ${one}`) : [lost, lost, lost, "answer 4"],
      );
      await closing;
      expect(sent().slice(2).flat().toSorted()).toEqual(alone ? [1, 2, 3, 4] : [4]);
    },
  );

  it("refuses at once what its queue cannot hold", async () => {
    const { calls, askAll } = setUp({ queue: 3 });
    const running = askAll(0);
    await later();
    const answers = askAll(1, 2, 3, 4, 5);
    expect(await Promise.all(answers.slice(3))).toEqual(["unavailable", "unavailable"]);
    calls[0]?.answer();
    await later(3);
    calls[1]?.answer();
    await Promise.all([...running, ...answers]);
  });

  it.each(["22003", "23505", "40P01"])(
    "runs each of a batch by itself after %s, and starts by itself",
    async (code) => {
      const { calls, faults, askAll, sent } = setUp();
      const answers = askAll(1, 2, 3);
      await later();
      calls[0]?.fail(code);
      for (const call of [1, 2, 3]) {
        await later(4);
        if (call === 2) calls[call]?.fail("22003");
        else calls[call]?.answer();
      }
      expect(await Promise.all(answers)).toEqual(["answer 1", "22003", "answer 3"]);
      expect(sent()).toEqual([[1, 2, 3], [1], [2], [3]]);
      expect(faults).toEqual([]);
    },
  );

  it("gives up a request that conflicts again and again", async () => {
    const { calls, askAll } = setUp();
    const [answer] = askAll(1);
    for (let call = 0; call < 4; call++) {
      await later(4);
      calls[call]?.fail("40001");
    }
    expect(await answer).toBe("unavailable");
    await later(4);
    expect(calls).toHaveLength(4);
  });

  it("answers unavailable after any other error, runs nothing again, and goes on", async () => {
    const { calls, faults, askAll } = setUp();
    const lost = askAll(1, 2);
    await later();
    const next = askAll(3);
    calls[0]?.fail("CONNECTION_CLOSED");
    expect(await Promise.all(lost)).toEqual(["unavailable", "unavailable"]);
    expect(faults).toHaveLength(1);
    calls[1]?.answer();
    expect(await Promise.all(next)).toEqual(["answer 3"]);
  });

  it("does not wait for ever", async () => {
    const { askAll, faults } = setUp({ patience: 20 });
    expect(await Promise.all(askAll(1))).toEqual(["unavailable"]);
    expect(faults).toEqual(["given up", expect.any(Error)]);
  });

  it("closes when all that waited is answered, and takes nothing more", async () => {
    const { batcher, calls, askAll } = setUp();
    const waiting = askAll(1);
    await later();
    const queued = askAll(2);
    let closed = false;
    const closing = batcher.close().then(() => {
      closed = true;
    });
    expect(await Promise.all(askAll(3))).toEqual(["unavailable"]);
    calls[0]?.answer();
    await Promise.all(waiting);
    expect(closed).toBe(false);
    calls[1]?.answer();
    await Promise.all([...queued, closing]);
    await setUp().batcher.close();
  });
});
