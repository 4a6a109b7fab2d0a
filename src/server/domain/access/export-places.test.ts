import { describe, expect, it } from "vitest";
import { createExportPlaces } from "./export-places";

const codeOf = (take: () => unknown) => {
  try {
    take();
    return "none";
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe("places for exports", () => {
  it("are two a person, and free again once one is left, however often that is said", () => {
    const places = createExportPlaces();
    const leave = places.take("sam");
    places.take("sam");
    expect(codeOf(() => places.take("sam"))).toBe("too_many_attempts");
    expect(() => places.take("sam")).toThrow("2 exports of yours are under way. Wait until one has ended");
    expect(codeOf(() => places.take("mia"))).toBe("none");
    leave();
    leave();
    expect(codeOf(() => places.take("sam"))).toBe("none");
    expect(codeOf(() => places.take("sam"))).toBe("too_many_attempts");
  });

  it("are eight over all", () => {
    const places = createExportPlaces();
    const leaves = Array.from({ length: 8 }, (_, index) => places.take(`person ${index}`));
    expect(codeOf(() => places.take("one more"))).toBe("unavailable");
    expect(() => places.take("one more")).toThrow("Try again in a few minutes");
    leaves[3]?.();
    expect(codeOf(() => places.take("one more"))).toBe("none");
  });
});
