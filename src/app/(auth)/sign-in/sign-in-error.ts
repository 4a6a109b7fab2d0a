import { counted } from "@/contracts/words";

/** The sentence for what sign-in answered; never tells which accounts exist. */
export function signInSentence(error: string): string {
  const [code, seconds] = error.split(".");
  switch (code) {
    case "CredentialsSignin":
      return "E-mail and password do not match an active account. Check both, or choose a new password by “Forgotten?”.";
    case "too_many_attempts":
      return `Too many attempts. Wait ${waitWords(Number(seconds))}, then try again.`;
    case "unavailable":
      return "Countersign cannot reach its database. Try again in a moment.";
    default:
      return "Signing in did not work. Try again.";
  }
}

function waitWords(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds <= 0) return "a moment";
  if (seconds < 60) return counted(seconds, "second");
  return counted(Math.ceil(seconds / 60), "minute");
}
