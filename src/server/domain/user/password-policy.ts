import "server-only";
import { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { adjacencyGraphs, dictionary } from "@zxcvbn-ts/language-common";
import { passwordLength } from "@/contracts/password";
import { DomainError } from "../errors";

/** Of 4: more than 10^8 guesses. */
const leastScore = 3;

let estimator: ZxcvbnFactory | undefined;

/**
 * Guarantee: returns only for 12 to 128 characters that neither stand in the list of known passwords that ships with
 * the application, nor are built from the given words; calls nobody (ASVS 6.2.4, 6.2.11, 6.2.12). Throws `password_refused`.
 */
export function requireGoodPassword(password: string, about: readonly string[]): void {
  if (password.length < passwordLength.min) {
    refuse(`Use at least ${passwordLength.min} characters; a short sentence works well.`);
  }
  if (password.length > passwordLength.max) refuse(`Use at most ${passwordLength.max} characters.`);
  estimator ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  const { score, feedback } = estimator.check(password, contextWords(about));
  if (score < leastScore) refuse(sentences[feedback.warning ?? ""] ?? tooEasy);
}

/** The names given, every word of them, and all their words run together. */
function contextWords(about: readonly string[]): string[] {
  const parts = ["Countersign", ...about].flatMap((text) => {
    const words = text.split(/[^\p{L}\p{N}]+/u);
    return [text, words.join(""), ...words];
  });
  return parts.filter((word) => word.length >= 3);
}

function refuse(sentence: string): never {
  throw new DomainError("password_refused", sentence);
}

const advice = "Use three or four words that do not belong together.";
const tooEasy = `This is too easy to guess. ${advice}`;
const known = `This is, or is close to, a password that is known to attackers. ${advice}`;
const sequence = `This follows the keyboard or the alphabet. ${advice}`;
const repeated = `This repeats itself. ${advice}`;

const sentences: Record<string, string> = {
  topTen: known,
  topHundred: known,
  common: known,
  similarToCommon: known,
  pwned: known,
  wordByItself: `A single word is too easy to guess. ${advice}`,
  userInputs: `This is built from your name, your e-mail address or the program's name. ${advice}`,
  straightRow: sequence,
  keyPattern: sequence,
  sequences: sequence,
  simpleRepeat: repeated,
  extendedRepeat: repeated,
  dates: `Dates are easy to guess. ${advice}`,
  recentYears: `Years are easy to guess. ${advice}`,
};
