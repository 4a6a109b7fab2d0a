import { describe, expect, it } from "vitest";
import { progressWords, type Round } from "./review";

const counts: Round["counts"] = {
  ...{ tokens: 3, networks: 5, unanswered: 2 },
  answers: { kept: 4, dropped: 1, expired: 1, ended: 0 },
} as Round["counts"];

describe("how a round stands", () => {
  it("says of each in one form whether it is open, ending or over", () => {
    expect(progressWords({ counts, closedAt: null, daysLeft: 20 })).toBe(
      "Open: 6 of 8 answered, 20 days left",
    );
    expect(progressWords({ counts, closedAt: null, daysLeft: 0 })).toBe(
      "Ending: 6 of 8 answered; the rest expires now",
    );
    expect(progressWords({ counts: { ...counts, unanswered: 0 }, closedAt: new Date(), daysLeft: 0 })).toBe(
      "Over: 7 of 8 answered",
    );
  });
});
