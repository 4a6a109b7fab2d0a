import { z } from "zod";

/** Controls, separators of lines, marks that turn the direction of what follows, and halves of characters. */
const inLine = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const newlines = /\r\n|\n/g;

/** Whether the text is one line that reads as it is written: what one person signs must be what another one typed. */
export const isPlainLine = (text: string): boolean => !inLine.test(text);
/** As isPlainLine, over several lines. */
export const isPlainText = (text: string): boolean => isPlainLine(text.replace(newlines, ""));

/** The words that a list is searched by. */
export const searchWords = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `A search has at most ${most} characters.`)
    .refine(isPlainLine, "A search has no control characters.")
    .default("");

const earliest = new Date("2000-01-01T00:00:00Z");
const latest = new Date("2101-01-01T00:00:00Z");

/** A moment that every part of the product can hold and show. */
export const sensibleDate = (missing: string) =>
  z
    .date({ error: missing })
    .refine((date) => date >= earliest && date < latest, "Choose a date from 2000 to 2100.");
