import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { userReaches } from "./postgres-user";

const stranger = { uid: 64_999, gid: 64_999 };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "countersign-user-"));
  mkdirSync(join(folder, "inner"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("userReaches", () => {
  it("is stopped by any parent that only its owner may enter", () => {
    chmodSync(folder, 0o700);
    expect(userReaches(stranger, join(folder, "inner"))).toBe(false);
    expect(userReaches(undefined, join(folder, "inner", "not-yet-made"))).toBe(false);
    chmodSync(folder, 0o711);
    expect(userReaches(stranger, join(folder, "inner", "not-yet-made"))).toBe(true);
  });

  it("counts the bits of the owner and of the group for those alone", () => {
    const { uid, gid } = statSync(folder);
    chmodSync(folder, 0o700);
    expect(userReaches({ uid, gid: 64_999 }, folder)).toBe(true);
    chmodSync(folder, 0o610);
    expect(userReaches({ uid: 64_999, gid }, folder)).toBe(true);
    chmodSync(folder, 0o601);
    expect(userReaches({ uid: 64_999, gid }, folder)).toBe(false);
    expect(userReaches(stranger, folder)).toBe(true);
  });
});
