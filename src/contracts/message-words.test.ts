import { describe, expect, it } from "vitest";
import { failureWords } from "./message-words";

describe("why a message failed", () => {
  it.each([
    [null, /tried for 23 hours/],
    ["no_longer_needed", /^Not needed any more/],
    ["cannot_be_derived", /key retired/],
    ["timeout", /in time \(timeout\)/],
    ["unreachable", /could not be reached/],
    ["403 invalid_from_address", /RESEND_FROM \(403 invalid_from_address\)/],
    ["429 rate_limit_exceeded", /no more mails for now/],
    ["500 internal_server_error", /failed \(500/],
    ["422 validation_error", /the mailbox is right \(422 validation_error\)/],
  ])("%s is said in words", (error, words) => {
    expect(failureWords(error)).toMatch(words);
  });
});
