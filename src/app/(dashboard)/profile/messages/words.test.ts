import { expect, it } from "vitest";
import { messageKinds, optionalMessageKinds } from "@/contracts/message-kinds";
import { alwaysOn } from "./words";

it("the page of choices names every kind of e-mail once: as a choice, or as always on", () => {
  const named = [...optionalMessageKinds, ...alwaysOn.flatMap(({ kinds }) => kinds)];
  expect([...named].sort()).toEqual([...messageKinds].sort());
});
