import { z } from "zod";

/** Controls, separators of lines, marks that turn the direction of what follows, and halves of characters. */
const inLine = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const newlines = /\r\n|\n/g;

/** Whether the text is one line that reads as it is written: what one person signs must be what another one typed. */
export const isPlainLine = (text: string): boolean => !inLine.test(text);
/** As isPlainLine, over several lines. */
const isPlainText = (text: string): boolean => isPlainLine(text.replace(newlines, ""));

/** What is not seen: zero widths, soft hyphens, fillers, tags. Two words that differ by it alone look the same. */
const unseen = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;
/** Where writing needs it: joiners in scripts that join, and in emoji. */
const joining =
  /(?<=[^\p{scx=Latin}\p{scx=Greek}\p{scx=Cyrillic}\p{sc=Common}\p{sc=Inherited}]|\p{Extended_Pictographic}\uFE0F?)[\u200C\u200D](?=\P{ASCII})|(?<=\p{Extended_Pictographic})\uFE0F/gu;
const isSeen = (text: string): boolean => !unseen.test(text.replace(joining, ""));

interface TextRule {
  /** Begins each sentence that is not given. */
  what: string;
  min?: number;
  max: number;
  tooShort?: string;
  tooLong?: string;
  notPlain?: string;
}

const bounded = ({
  what,
  min = 0,
  max,
  tooShort = `${what} needs at least ${min} characters.`,
  tooLong = `${what} has at most ${max} characters.`,
}: TextRule) => z.string().trim().min(min, tooShort).max(max, tooLong);

const noneHidden = ({ what }: TextRule) => `${what} holds characters that cannot be seen. Type it anew.`;

/** One line of words, trimmed and bounded; every character of it is seen. */
export const plainLine = (rule: TextRule) =>
  bounded(rule)
    .refine(
      isPlainLine,
      rule.notPlain ?? `${rule.what} is one line of plain text, without control characters.`,
    )
    .refine((text) => !isPlainLine(text) || isSeen(text), noneHidden(rule));

/** As plainLine, over several lines. */
export const plainText = (rule: TextRule) =>
  bounded(rule)
    .refine(isPlainText, rule.notPlain ?? `${rule.what} is plain text, without control characters.`)
    .refine((text) => !isPlainText(text) || isSeen(text), noneHidden(rule));

/** The words that a list is searched by. */
export const searchWords = (max: number) =>
  plainLine({ what: "A search", max, notPlain: "A search has no control characters." }).default("");

const earliest = new Date("2000-01-01T00:00:00Z");
const latest = new Date("2101-01-01T00:00:00Z");

/** A moment that every part of the product can hold and show. */
export const sensibleDate = (missing: string) =>
  z
    .date({ error: missing })
    .refine((date) => date >= earliest && date < latest, "Choose a date from 2000 to 2100.");
