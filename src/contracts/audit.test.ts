import { expect, test } from "vitest";
import { listEventsInput } from "./audit";

const problemOf = (input: unknown) => listEventsInput.safeParse(input).error?.issues[0]?.message;

test.each([
  [{ token: "7F3K" }, "A token's reference looks like ST-7F3K-9Q2M."],
  [{ address: "10.0.0.1/24" }, /host bits; did you mean 10\.0\.0\.0\/24/],
  [{ address: "0127.0.0.1" }, /leading zero/],
  [{ customerId: "cus 1" }, /customer's id looks like/],
  [{ requestId: "a'b" }, /request id looks like/],
  [{ outcome: "maybe" }, "Choose allowed or refused."],
  [{ group: "everything" }, "Choose one of the listed kinds of records."],
  [{ actor: "a\u0000b" }, "A person has no control characters."],
  [{ cursor: "-1" }, "This page's link is broken. Start again."],
  [{ from: new Date("2026-01-02"), to: new Date("2026-01-01") }, "The end lies before the beginning."],
])("%o is refused in a sentence", (input, sentence) => {
  expect(problemOf(input)).toMatch(sentence);
});

test("an address comes out canonical, and what is empty is no filter", () => {
  const read = listEventsInput.parse({ address: " 2001:DB8:0::7 ", token: "", actor: "  " });
  expect(read).toEqual({ address: "2001:db8::7/128", limit: 50 });
});
