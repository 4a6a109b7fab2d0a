import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash";
import { requireGoodPassword } from "./password-policy";

const about = ["Harbour Rewards", "Maya Okafor", "maya.okafor@harbour.example"];
const verdict = (password: string) => {
  try {
    requireGoodPassword(password, about);
    return "accepted";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("a new password", () => {
  it.each([
    ["short one", /at least 12/],
    ["a".repeat(129), /at most 128/],
    ["password1234", /known to attackers/],
    ["Qwertyuiop123", /known to attackers/],
    ["aaaaaaaaaaaaaaaaaaaa", /repeats itself/],
    ["mayaokafor2024", /built from your name/],
    ["countersign1234", /built from your name|known to attackers/],
    ["harbourrewards1", /built from your name/],
  ])("is refused: %s", (password, sentence) => {
    expect(verdict(password)).toMatch(sentence);
  });

  it.each([
    "tangled walrus evening",
    "kV9$wq2!Zr7pLx",
    "søvnig hval på lørdag",
    "seven lanterns over quiet water, ".repeat(4).slice(0, 128),
  ])("is accepted: %s", (password) => {
    expect(verdict(password)).toBe("accepted");
  });
});

describe("a stored password", () => {
  it("is Argon2id of at least 19 MiB and two passes, salted", async () => {
    const [one, other] = await Promise.all([hashPassword("tangled walrus"), hashPassword("tangled walrus")]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(other).not.toBe(one);
  });

  it("matches itself alone, however its letters are composed", async () => {
    const hash = await hashPassword("caf\u00e9 by the quay");
    expect(await verifyPassword(hash, "cafe\u0301 by the quay")).toBe(true);
    expect(await verifyPassword(hash, "cafe by the quay")).toBe(false);
  });

  it("matches nothing where there is none, after as much work", async () => {
    expect(await verifyPassword(null, "tangled walrus")).toBe(false);
    const hash = await hashPassword("tangled walrus");
    const time = async (stored: string | null) => {
      const started = process.cpuUsage();
      for (let round = 0; round < 5; round += 1) await verifyPassword(stored, "another walrus");
      const { user, system } = process.cpuUsage(started);
      return user + system;
    };
    const [without, withOne] = [await time(null), await time(hash)];
    expect(without).toBeGreaterThan(withOne / 3);
  });
});
